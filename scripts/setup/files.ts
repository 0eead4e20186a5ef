import { constants } from 'node:fs'
import { mkdir, open, readFile, realpath, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Undefined: there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Gives the file another name, which no file has; undefined: there is no such file. */
export async function setAside(path: string, now: Date): Promise<string | undefined> {
  const aside = `${path}.until-${now.toISOString().replace(/[:.]/g, '-')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return aside
}

/** What a file is written as, before it takes the place of the one before. */
export const draftOf = (path: string): string => `${path}.setup`

/** Replaces the file as a whole: whoever is killed in between leaves the old one. Only the owner can read it. */
export async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const target = (await readIfThere(path)) === undefined ? path : await realpath(path)
  const draft = draftOf(target)
  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600)
  try {
    // A draft that was left behind keeps its mode.
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, target)
}
