/** One error in a catalog file, for the operator at startup. `path` is a JSON path. */
export interface CatalogMistake {
  path: string
  problem: string
  remedy: string
}

/** Lists all errors of a catalog file at once, so that one edit can fix them. */
export class CatalogError extends Error {
  readonly file: string
  readonly mistakes: readonly CatalogMistake[]

  constructor(file: string, mistakes: readonly CatalogMistake[], options?: ErrorOptions) {
    const lines = mistakes.map((mistake) => `  ${mistake.path}: ${mistake.problem}. ${mistake.remedy}.`)
    super(`The catalog ${file} can't be used:\n${lines.join('\n')}`, options)
    this.name = 'CatalogError'
    this.file = file
    this.mistakes = mistakes
  }
}

/** `['sets', 0, 'name']` → `$.sets[0].name`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return `$${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')}`
}
