import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export interface Source {
  /** From the root of the project, with `/`. */
  path: string
  text: string
}

const root = join(import.meta.dirname, '..', '..')
const aside = new Set(['node_modules', '.git', 'build', 'data', 'out', 'card-pictures', '.vitest'])

/** Every file of the project below `folder` whose name fits; what is installed or built is left out. */
export function readSources(folder: string, fits: RegExp): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return aside.has(entry.name) ? [] : readSources(path, fits)
    if (!entry.isFile() || !fits.test(entry.name)) return []
    return [{ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }]
  })
}

const importing =
  /^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm

/** Where the subpath imports of package.json lead. */
const wings = 'bot/'

/** What a file imports, types included: paths of the project for its own files, names for everything else. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(importing)].map(([, from, bare, later]) => {
    const name = (from ?? bare ?? later ?? '').replace(/^#(?=app|edge|domain|platform)/, wings)
    if (name.startsWith(wings)) return name
    return name.startsWith('.')
      ? relative(root, join(root, dirname(path), name))
          .split(sep)
          .join('/')
      : name
  })
}
