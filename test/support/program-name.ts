/** What the bundle of a source file is called. All are in one folder. */
export const programName = (source: string): string => source.replace(/\.ts$/, '').replaceAll('/', '.')
