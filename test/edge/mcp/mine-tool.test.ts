import { expect, test } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { insertConsent } from '#domain/consent/consents-store.ts'
import { saveOwner } from '#domain/owners/owners-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { mineTool } from '#edge/mcp/mine-tool.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { alice, at, guid, makeConsent, makeLink, makeTenant } from '../../stores/samples.ts'
import { openTestDatabase } from '../../support/databases.ts'

const asker = {
  ...alice,
  roles: ['approver'] as const,
  given: [{ role: 'approver', from: 'configuration', scope: 'all' }] as const,
  notRead: [],
  isAccountRead: true,
  at: at(0),
}

test('what waits for a person comes in pages, whole, and says which groups could not be read', async () => {
  const database = await openTestDatabase()
  const { db } = database
  const group = { read: false, outcome: makeOutcome('graph', 'graphFault') }
  const deps = {
    ...{ database, clock: () => at(1_000), catalog: await loadCatalog(), clientIds: {} },
    people: { readGroup: async () => ({ tenantId: alice.tenantId, group }) },
    rules: { requirementsFrom: 'catalog' },
  } as unknown as Parameters<typeof mineTool.read>[0]
  const holder = { groupId: guid(70), name: 'Security leads' }
  await saveOwner(db, { part: 'owner', tenantId: guid(1), holder, by: alice, at: at(0) })
  const names = Array.from({ length: 25 }, (_, n) => `Tenant ${n + 1}`)
  for (const n of names.keys()) {
    await insertTenant(db, makeTenant(n + 1))
    const link = makeLink(`link-${n}`, `consent-${n}`, { tenantId: guid(n + 1), tokenHash: `t${n}` })
    await insertConsent(db, makeConsent(`consent-${n}`, { requestedBy: alice, createdAt: at(n) }), [link])
  }
  const pages = [1, 2, 900].map((page) => mineTool.read(deps, asker, { page }))
  const [first, second, last] = await Promise.all(pages)
  const unreadGroups = ['Security leads']
  expect(first).toMatchObject({ page: 1, pages: 2, total: 25, unreadGroups })
  expect(second).toMatchObject({ page: 2, pages: 2, total: 25, unreadGroups })
  expect(last).toEqual(second)
  const items = [first, second].flatMap((page) => page?.items as { what: string; detail?: string }[])
  expect(items.map(({ what }) => /Tenant \d+/.exec(what)?.[0]).toSorted()).toEqual(names.toSorted())
  for (const { detail } of items) expect(detail).toContain('not opened yet')
})
