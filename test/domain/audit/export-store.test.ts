import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { downloadExport } from '#domain/audit/download-export.ts'
import { countEntries, readExport } from '#domain/audit/export-store.ts'
import { makeExport } from '#domain/audit/make-export.ts'
import type { Deps } from '#domain/deps.ts'
import type { People } from '#domain/people/people.ts'
import type { Role } from '#domain/people/role.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { ocsfWords } from '#edge/http/ocsf-words.ts'
import type { Database } from '#platform/storage/database.ts'
import { describeStore } from '../../stores/contract.ts'
import { alice, at } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'

async function write(database: Database, tenants: readonly (string | undefined)[]): Promise<void> {
  for (const tenantId of tenants)
    await append(database.db, { at: at(0), actor: alice, action: 'sync.tenant', tenantId, result: 'done' })
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describeStore('exports', (open) => {
  test('pages of what somebody may see, up to the entry it ends with, each with the hash before it', async () => {
    const database = await open()
    const { db } = database
    await write(database, ['a', 'b', undefined, 'a', 'a', 'b', 'a'])
    const read = async (part: { tenantId?: string; scope: Scope }, untilId = 99) =>
      (await gather(readExport(db, { ...part, untilId }, 2))).map((rows) => rows.map(({ id }) => Number(id)))
    expect(await read({ scope: 'all' })).toEqual([[1, 2], [3, 4], [5, 6], [7]])
    expect(await read({ scope: ['a'] }, 5)).toEqual([[1, 4], [5]])
    expect(await read({ scope: ['a', 'b'], tenantId: 'b' })).toEqual([[2, 6]])
    expect(await read({ scope: ['a'], tenantId: 'b' })).toEqual([])
    expect(await read({ scope: [] })).toEqual([])
    expect(await countEntries(db, { scope: ['a'] })).toEqual({ entries: 4, untilId: 7 })
    expect(await countEntries(db, { scope: [] })).toEqual({ entries: 0, untilId: 0 })
    const [all] = await gather(readExport(db, { scope: 'all', untilId: 99 }))
    const hashes = all?.map(({ hash }) => hash) ?? []
    expect(all?.map(({ before }) => before)).toEqual([null, ...hashes.slice(0, -1)])
  })

  test('a link opens nothing any more when its person may see less than is in the file', async () => {
    const database = await open()
    await write(database, ['a', 'b'])
    const clock = makeTestClock()
    let now: { role: Role; scope: Scope } = { role: 'auditor', scope: ['a', 'b'] }
    const reading = () => ({
      roles: [now.role],
      given: [{ ...now, from: 'configuration' as const }],
      notRead: [],
      isAccountRead: true,
    })
    const people = { readRolesNow: async () => ({ ...reading(), at: clock() }) } as Partial<People> as People
    const named = { catalog: { sets: [] }, rules: { program: '1' } } as unknown as Pick<
      Deps,
      'catalog' | 'rules'
    >
    const deps = { database, clock, random: (n: number) => randomBytes(n), people, ...named }
    const { token } = await makeExport(deps, { format: 'csv', by: alice })
    const lines = async () => {
      const { chunks } = await downloadExport(deps, token, ocsfWords)
      return (await gather(chunks)).join('').match(/\r\n/g)?.length
    }
    expect(await lines()).toBe(3)
    now = { role: 'auditor', scope: ['a'] }
    await expect(lines()).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
    now = { role: 'viewer', scope: 'all' }
    await expect(lines()).rejects.toMatchObject({ code: 'ROLE_MISSING' })
    now = { role: 'auditor', scope: 'all' }
    expect(await lines(), 'no more than was asked for').toBe(3)
  })
})
