import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isUtf8 } from '#platform/text/is-utf8.ts'
import { CatalogError } from './catalog-error.ts'
import { catalogSchema } from './catalog-schema.ts'
import { crossCheck } from './cross-check.ts'
import { describeIssue } from './describe-issue.ts'
import type { Catalog } from './permission-set.ts'

const defaultFile = fileURLToPath(new URL('catalog.json', import.meta.url))

/** Reads the given catalog file, or that of the reference suite. @throws CatalogError with all errors */
export async function loadCatalog(file = defaultFile): Promise<Catalog> {
  const catalog = parseCatalog(await readText(file), file)
  return { ...catalog, changedAt: (await stat(file)).mtime }
}

/** Parses a catalog file and lowercases GUIDs; `file` is only for messages. @throws CatalogError with all errors */
export function parseCatalog(text: string, file: string): Catalog {
  const parsed = catalogSchema.safeParse(parseJson(text, file), { reportInput: true })
  if (!parsed.success) throw new CatalogError(file, parsed.error.issues.map(describeIssue))
  const { version, suite, apps, sets } = parsed.data
  const hash = createHash('sha256').update(text).digest('hex')
  const catalog: Catalog = { version, hash, suite, apps, sets }
  const mistakes = crossCheck(catalog)
  if (mistakes.length > 0) throw new CatalogError(file, mistakes)
  return catalog
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const problem = `the file can't be read (${code})`
    throw new CatalogError(file, [{ path: '$', problem, remedy: 'Check the path and the permissions' }], {
      cause,
    })
  }
}

function parseJson(text: string, file: string): unknown {
  if (!isUtf8(text)) {
    const problem = "the file isn't UTF-8; it may be UTF-16"
    throw new CatalogError(file, [{ path: '$', problem, remedy: 'Save it as UTF-8' }])
  }
  try {
    // Editors on Windows may add a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const problem = `the file isn't JSON (${cause instanceof Error ? cause.message : 'no detail'})`
    const remedy = 'Open it in an editor that supports catalog.schema.json'
    throw new CatalogError(file, [{ path: '$', problem, remedy }], { cause })
  }
}
