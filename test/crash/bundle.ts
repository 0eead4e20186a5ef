import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The process to fork, in one file; undefined: its source. */
    crashBot?: string
    crashCache?: string
  }
}

const entry = fileURLToPath(new URL('app-process.ts', import.meta.url))

/** A file of ours that reads another one beside it finds it where it was written. */
const places: Plugin = {
  name: 'places',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
}

/** What the SDK could recognise in typed text, which nobody asks of it: a third of the whole. */
const unused: Plugin = {
  name: 'unused',
  load: { filter: { id: /recognizers-text/ }, handler: () => 'module.exports = { Culture: {} }' },
}

/** Node reads a file in ASCII twice as fast. */
const ascii: Plugin = {
  name: 'ascii',
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) if (file.type === 'chunk') file.code = inAscii(file.code)
  },
}

const inAscii = (code: string): string =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Half of the start of a process is to find and read 3,500 files: a thousand starts are worth one file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-crash-bot-'))
  const file = join(folder, 'bot.mjs')
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [places, unused, ascii],
    onLog: () => {},
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false, minify: true })
  await bundle.close()
  project.provide('crashBot', file)
  project.provide('crashCache', join(folder, 'cache'))
  return () => rm(folder, { recursive: true })
}
