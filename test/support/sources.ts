import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export interface Source {
  /** Relative to the root of the project, with `/`. */
  path: string
  text: string
}

const root = join(import.meta.dirname, '..', '..')
const aside = new Set(['node_modules', '.git', 'build', 'data', 'out', 'card-pictures', '.vitest'])

/** Every matching file below `folder`, without installed and built ones. */
export function readSources(folder: string, fits: RegExp): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return aside.has(entry.name) ? [] : readSources(path, fits)
    if (!entry.isFile() || !fits.test(entry.name)) return []
    return [{ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }]
  })
}

/** Between the braces, a comment can have quotes. */
const importing =
  /^(?:import|export)\b[^'";{}]*(?:\{[^}]*\}\s*)?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm

/** The targets of the subpath imports of package.json. */
const wings = 'bot/'

/** The imports of a file, including types: paths for files of the project, names for packages. */
export const importsOf = (file: Source): string[] => findImports(file, () => true)

/** What is loaded with a file: its imports without types, and without those that are loaded when the code asks for them. */
export const loadsOf = (file: Source): string[] =>
  findImports(file, (statement) => !/^(?:import|export) type\b|^import\(/.test(statement))

function findImports({ path, text }: Source, fits: (statement: string) => boolean): string[] {
  return [...text.matchAll(importing)].flatMap(([statement, from, bare, later]) => {
    if (!fits(statement)) return []
    const name = (from ?? bare ?? later ?? '').replace(/^#(?=app|edge|domain|platform)/, wings)
    if (!name.startsWith('.')) return [name]
    return [
      relative(root, join(root, dirname(path), name))
        .split(sep)
        .join('/'),
    ]
  })
}
