import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../scripts/bundle/bundle.ts'
import { programName } from './program-name.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that answers with the folder of the bundles. */
    programs?: string
  }
}

/** All that tests start as a process of its own, from the root of the project. */
const sources = [
  'bot/index.ts',
  'emulator/index.ts',
  'scripts/migrate-sqlite-to-postgres.ts',
  'scripts/verify-audit.ts',
  'test/app/patient-stop.ts',
  'test/app/short-stop.ts',
  'test/crash/app-process.ts',
  'test/platform/jobs/boss-worker.ts',
  'test/platform/outbox/crash-worker.ts',
  'test/platform/outbox/fan-out-worker.ts',
  'test/platform/storage/crash-worker.ts',
]

async function bundlePrograms(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-programs-'))
  const programs = Object.fromEntries(sources.map((source) => [programName(source), source]))
  await bundle({ root: join(import.meta.dirname, '..', '..'), folder, programs })
  return folder
}

/** Makes the bundles when a test first asks for one: most runs of a single file never do. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let folder: Promise<string> | undefined
  const server = createServer((_request, response) => {
    folder ??= bundlePrograms()
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
