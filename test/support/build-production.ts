import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { build } from '../../scripts/bundle/build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of what runs in production. */
    dist: string
  }
}

/** The bot of the browser tests is the one of production. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-dist-'))
  await build(folder)
  project.provide('dist', folder)
  return () => rm(folder, { recursive: true, force: true })
}
