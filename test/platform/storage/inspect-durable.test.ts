import { expect, inject, onTestFinished, test } from 'vitest'
import { durabilityCheck } from '#domain/preflight/check-database.ts'
import type { PreflightWorld } from '#domain/preflight/preflight-world.ts'
import { inspectPostgres } from '#platform/storage/inspect-postgres.ts'
import { administer } from '../../support/postgres-server.ts'
import { startPostgres } from '../../support/start-postgres.ts'

test('a server that waits for its disk is fine, whatever a role says; one that doesn’t is not', async () => {
  const server = await startPostgres({ full_page_writes: 'on', synchronous_commit: 'on', fsync: 'on' })
  onTestFinished(server.stop)
  const judge = async (url = server.url) => {
    const facts = await inspectPostgres(url)
    return durabilityCheck.run({ inspectDatabase: async () => facts } as unknown as PreflightWorld)
  }
  expect(await judge()).toMatchObject({ state: 'passed' })
  // Whatever stands for all others, the connection that writes waits for the disk.
  await administer(server.url, 'alter role postgres set synchronous_commit = off')
  expect(await judge()).toMatchObject({ state: 'passed' })
  const hasty = await judge(inject('postgres').url)
  expect(hasty).toMatchObject({ state: 'failed', cause: 'settingUnsafe', facts: { setting: 'fsync' } })
})
