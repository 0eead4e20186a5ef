import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** The largest app package that Teams takes. */
const mostBytes = 5_000_000

/** One JSON file in a zip file; undefined: there is no such zip file. @throws Error if it isn't one, or has no such file */
export async function readZippedJson(path: string, name: string): Promise<unknown> {
  if (!existsSync(path)) return undefined
  const zip = await readFile(path)
  // Loaded here, because the bot reads such a file only when somebody asks for the checks.
  const { strFromU8, unzipSync } = await import('fflate')
  if (zip.length > mostBytes) throw new Error('the zip file is too large')
  const file = unzipSync(zip, { filter: (each) => each.name === name && each.originalSize < mostBytes })[name]
  if (!file) throw new Error(`the zip file has no ${name}`)
  return JSON.parse(strFromU8(file)) as unknown
}
