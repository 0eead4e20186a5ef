/** What `JSON.parse` returns for a stored `T`: dates are strings. A function to `T` compiles only if it restores every date. */
export type Stored<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T
