/**
 * What `JSON.parse` gives back of a value of type T: dates have become text. A function from `Stored<T>` to `T` does not
 * compile until it has turned every date back, also the one that somebody adds next year.
 */
export type Stored<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T
