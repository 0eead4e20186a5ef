import { join } from 'node:path'
import { inject } from 'vitest'
import { programName } from './program-name.ts'

let folder: Promise<string> | undefined

/** What to start for a source of the project, as `bot/index.ts`: its bundle, or the source in a run without bundles. */
export async function programOf(source: string): Promise<string> {
  const address = inject('programs')
  if (address === undefined) return source
  folder ??= fetch(address).then((answer) => answer.text())
  return join(await folder, `${programName(source)}.mjs`)
}
