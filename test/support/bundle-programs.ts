import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that answers with the folder of the bundles. */
    programs?: string
  }
}

/** All that tests start as a process of its own, from the root of the project. */
const sources = [
  'bot/index',
  'emulator/index',
  'scripts/migrate-sqlite-to-postgres',
  'scripts/verify-audit',
  'test/app/patient-stop',
  'test/app/short-stop',
  'test/crash/app-process',
  'test/platform/jobs/leased-worker',
  'test/platform/outbox/crash-worker',
  'test/platform/outbox/fan-out-worker',
  'test/platform/storage/crash-worker',
]

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

/** Half of the start of a process is to find and read up to 3,500 files. */
async function bundle(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-programs-'))
  const input = Object.fromEntries(sources.map((source) => [source, join(root, `${source}.ts`)]))
  const made = await rolldown({ input, platform: 'node', plugins: [places, unused, ascii], onLog: () => {} })
  await made.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[hash].mjs' })
  await made.close()
  return folder
}

/** Makes the bundles when a test first asks for one: most runs of a single file never do. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let folder: Promise<string> | undefined
  const server = createServer((_request, response) => {
    folder ??= bundle()
    folder.then(
      (path) => response.end(path),
      (error) => response.destroy(error),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  project.provide('programs', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.close()
    if (folder) await rm(await folder, { recursive: true, force: true })
  }
}
