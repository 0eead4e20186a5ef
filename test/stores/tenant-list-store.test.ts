import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listAttentionCorrections } from '#domain/grants/attention-corrections-store.ts'
import { insertGrant } from '#domain/grants/grants-store.ts'
import { worstFirst } from '#domain/status/rank.ts'
import { type Status, statuses } from '#domain/status/status.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import {
  listTenants,
  type TenantFilter,
  type TenantListRequest,
  tenantFilters,
} from '#domain/tenants/tenant-list-store.ts'
import { insertTenant, refreshSummary } from '#domain/tenants/tenants-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { statusesByAttention } from '../../cards/status-order.ts'
import { runs } from '../support/runs.ts'
import { describeStore } from './contract.ts'
import { makeGrant, makeTenant } from './samples.ts'

interface Known {
  tenant: Tenant
  statuses: readonly Status[]
}

const place = (status: Status): number => worstFirst.indexOf(status)

/** By code point, as the database compares bytes. */
const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const worstOf = ({ statuses: own }: Known): Status =>
  own.toSorted((a, b) => place(a) - place(b))[0] ?? 'notGranted'

const fits: Readonly<Record<TenantFilter, (known: Known) => boolean>> = {
  all: () => true,
  needsAction: (known) => ['error', 'unknown', 'updateRequired', 'settingsRequired'].includes(worstOf(known)),
  error: (known) => worstOf(known) === 'error',
  blocked: (known) => known.statuses.includes('blocked'),
}

/** The tenant list as one would write it without a database. */
function listPlainly(world: readonly Known[], { filter, search = '', limit, offset }: TenantListRequest) {
  const text = fold(search)
  const fitting = world
    .filter(fits[filter])
    .filter(({ tenant }) => {
      const { id, displayName, defaultDomain } = tenant
      return (
        text === '' || id === text || [displayName, defaultDomain].some((each) => fold(each).includes(text))
      )
    })
    .toSorted((a, b) => {
      const byName = compareText(fold(a.tenant.displayName), fold(b.tenant.displayName))
      return place(worstOf(a)) - place(worstOf(b)) || byName || compareText(a.tenant.id, b.tenant.id)
    })
  return {
    ids: fitting.slice(offset, offset + limit).map(({ tenant }) => tenant.id),
    total: fitting.length,
    counts: Object.fromEntries(tenantFilters.map((name) => [name, world.filter(fits[name]).length])),
  }
}

async function fill({ transaction }: Database, world: readonly Known[]): Promise<void> {
  await transaction(async (tx) => {
    for (const { tenant, statuses: own } of world) {
      await insertTenant(tx, tenant)
      for (const [index, status] of own.entries()) {
        await insertGrant(tx, makeGrant(tenant.id, `set-${index}`, { status }))
      }
      await refreshSummary(tx, tenant.id)
    }
  })
}

async function ask(database: Database, request: TenantListRequest) {
  const { tenants, total, counts } = await listTenants(database.db, request)
  return { ids: tenants.map(({ id }) => id), total, counts }
}

test('the list and the cards agree which status is worse', () => {
  expect(statusesByAttention).toEqual(worstFirst)
  expect(worstFirst.toSorted()).toEqual(statuses.toSorted())
})

const names = ['Contoso', 'contoso', 'Ätna', 'Zug', 'a%b', 'a_b', 'Ｗｉｄｅ', '🐴', '\\', '', 'Żubr'] as const

const aWorld = fc
  .array(
    fc.record({
      name: fc.constantFrom(...names),
      domain: fc.constantFrom('one.example', 'TWO.example', 'contoso.com'),
      own: fc.array(fc.constantFrom(...statuses), { maxLength: 3 }),
    }),
    { maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ name, domain, own }, index): Known => {
      const rest = { displayName: name, defaultDomain: fold(domain) }
      return { tenant: makeTenant(index + 1, rest), statuses: own }
    }),
  )

const aRequest = fc.record({
  filter: fc.constantFrom(...tenantFilters),
  search: fc.constantFrom(
    undefined,
    '',
    ' ',
    'CON',
    'ä',
    '%',
    '_',
    '\\',
    'wide',
    '.com',
    'c0ffee',
    makeTenant(3).id,
  ),
  limit: fc.integer({ min: 1, max: 12 }),
  offset: fc.integer({ min: 0, max: 30 }),
})

describeStore('the tenant list', (open) => {
  test('shows what a plain list would show', async () => {
    await fc.assert(
      fc.asyncProperty(
        aWorld,
        fc.array(aRequest, { minLength: 1, maxLength: 8 }),
        async (world, requests) => {
          const database = await open()
          await fill(database, world)
          for (const request of requests)
            expect(await ask(database, request)).toEqual(listPlainly(world, request))
          await database.close()
        },
      ),
      runs(40, 8),
    )
  })

  test('a row holds the tenant, its worst status and its counts', async () => {
    const database = await open()
    const tenant = makeTenant(1)
    await fill(database, [{ tenant, statuses: ['granted', 'blocked', 'granted'] }])
    const { tenants } = await listTenants(database.db, { filter: 'blocked', limit: 9, offset: 0 })
    expect(tenants).toEqual([
      { ...tenant, worst: 'blocked', counts: { granted: 2, blocked: 1 }, excepted: 0 },
    ])
  })

  test('a blocked set is listed as blocked also when another set is worse', async () => {
    const database = await open()
    await fill(database, [
      { tenant: makeTenant(1), statuses: ['blocked', 'error'] },
      { tenant: makeTenant(2), statuses: ['granted', 'blocked'] },
    ])
    const shown = await ask(database, { filter: 'blocked', limit: 9, offset: 0 })
    expect(shown.ids).toEqual([makeTenant(1).id, makeTenant(2).id])
    expect(shown.counts).toEqual({ all: 2, needsAction: 1, error: 1, blocked: 2 })
  })

  test('a set that is not open in a tenant neither lists nor counts it', async () => {
    const database = await open()
    const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => makeTenant(number))
    if (!first || !second || !third || !fourth) throw new Error('Expected four tenants')
    await fill(database, [
      { tenant: first, statuses: ['error', 'granted'] },
      { tenant: second, statuses: ['error', 'updateRequired'] },
      { tenant: third, statuses: ['error', 'granted'] },
      { tenant: fourth, statuses: ['granted', 'settingsRequired'] },
    ])
    // The app of the first set works in the third tenant only.
    const corrections = await listAttentionCorrections(database.db, 'all', new Map([['set-0', [[third.id]]]]))
    const shown = (filter: TenantFilter) => ask(database, { filter, limit: 9, offset: 0, corrections })
    const counts = { all: 4, needsAction: 3, error: 1, blocked: 0 }
    expect(await shown('all')).toEqual({
      ids: [third.id, second.id, fourth.id, first.id],
      total: 4,
      counts,
    })
    expect(await shown('needsAction')).toEqual({ ids: [third.id, second.id, fourth.id], total: 3, counts })
    expect(await shown('error')).toEqual({ ids: [third.id], total: 1, counts })
    expect(await listAttentionCorrections(database.db, [fourth.id], new Map([['set-0', [[]]]]))).toEqual(
      new Map(),
    )
  })
})

describeStore('the tenant list of 600', (open) => {
  const world = Array.from({ length: 600 }, (_, index): Known => {
    const number = index + 1
    // Strides that share no divisor, so that every status meets every name.
    const own = [1, 3, 5].map((stride) => statuses[(number * stride) % statuses.length] ?? 'granted')
    const calm = number % 3 === 0 ? own : (['granted', 'blocked'] as const).slice(number % 2)
    return {
      tenant: makeTenant(number, { displayName: `Customer ${(number * 7919) % 600}` }),
      statuses: calm,
    }
  })

  test('every page in turn shows each tenant once, in order', async () => {
    const database = await open()
    await fill(database, world)
    for (const filter of tenantFilters) {
      const limit = 90
      const seen: string[] = []
      for (let offset = 0; ; offset += limit) {
        const page = await ask(database, { filter, limit, offset })
        if (page.ids.length === 0) break
        expect(page.total).toBe(page.counts[filter])
        seen.push(...page.ids)
      }
      expect(seen).toEqual(listPlainly(world, { filter, limit: 600, offset: 0 }).ids)
    }
    for (const search of ['customer 49', 'tenant123', makeTenant(77).id, 'nobody']) {
      const request: TenantListRequest = { filter: 'needsAction', search, limit: 10, offset: 0 }
      expect(await ask(database, request)).toEqual(listPlainly(world, request))
    }
  })
})
