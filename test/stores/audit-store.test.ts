import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, list } from '#domain/audit/audit-store.ts'
import { findFormerTenant } from '#domain/audit/former-tenants-store.ts'
import type { AuditEntry } from '#domain/audit/stored-entry.ts'
import { runs } from '../support/runs.ts'
import { describeStore } from './contract.ts'
import { alice, at, t0 } from './samples.ts'

const entry = (rest: Partial<AuditEntry> = {}): Omit<AuditEntry, 'id'> => ({
  at: t0,
  actor: alice,
  action: 'grant.block',
  result: 'done',
  ...rest,
})

describeStore('the history', (open) => {
  test('an entry comes back whole, and without what it does not have', async () => {
    const { db } = await open()
    const whole = entry({
      at: at(5),
      tenantId: 't',
      setId: 's',
      result: 'refused',
      reason: 'ROLE_MISSING "ä"',
      detail: { adds: ['User.Read.All'], zero: 0 },
    })
    const first = await append(db, whole)
    const bare = entry({ actor: 'system' })
    const second = await append(db, bare)
    expect(second).toBeGreaterThan(first)
    expect(await list(db, { limit: 9 })).toStrictEqual([
      { id: second, ...bare },
      { id: first, ...whole },
    ])
  })

  test('a removed tenant is found by the name that it had last', async () => {
    const { db } = await open()
    const removal = (name: string, rest: Partial<AuditEntry> = {}) =>
      append(
        db,
        entry({ action: 'tenant.remove', tenantId: 't', detail: { name, domain: 'd.com' }, ...rest }),
      )
    expect(await findFormerTenant(db, 't')).toBeUndefined()
    await removal('Old name')
    await removal('New name')
    await removal('Refused', { result: 'refused' })
    await removal('Another', { tenantId: 'u' })
    await append(db, entry({ tenantId: 't' }))
    const former = { id: 't', displayName: 'New name', defaultDomain: 'd.com' }
    expect(await findFormerTenant(db, 't')).toEqual(former)
    await removal('', { tenantId: 'v' })
    expect(await findFormerTenant(db, 'v')).toBeUndefined()
  })

  test('goes with the transaction of the change it tells of', async () => {
    const database = await open()
    const failed = database.transaction(async (tx) => {
      await append(tx, entry())
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await list(database.db, { limit: 9 })).toEqual([])
  })

  test('pages hold every entry once, newest first, whatever is asked for', async () => {
    const someId = fc.constantFrom(undefined, 'a', 'b')
    const someEntries = fc.array(fc.record({ tenantId: someId, setId: someId }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(
        someEntries,
        fc.record({ tenantId: someId, setId: someId, limit: fc.integer({ min: 1, max: 7 }) }),
        async (entries, { limit, ...asked }) => {
          const { db, close } = await open()
          const written: { id: number; tenantId?: string; setId?: string }[] = []
          // Times stand still and even run back: the order of the history is that of the writing.
          for (const [index, rest] of entries.entries())
            written.unshift({ id: await append(db, entry({ ...rest, at: at(-index) })), ...rest })
          const fits = written.filter(
            ({ tenantId, setId }) =>
              (asked.tenantId === undefined || tenantId === asked.tenantId) &&
              (asked.setId === undefined || setId === asked.setId),
          )
          const seen: number[] = []
          for (;;) {
            const page = await list(db, { ...asked, beforeId: seen.at(-1), limit })
            seen.push(...page.map(({ id }) => id))
            expect(page.length).toBeLessThanOrEqual(limit)
            if (page.length < limit) break
          }
          expect(seen).toEqual(fits.map(({ id }) => id))
          await close()
        },
      ),
      runs(30, 6),
    )
  })

  test('can be asked for what one person did, for what nobody asked for, and for some kinds of acts', async () => {
    const { db } = await open()
    const bob = { ...alice, objectId: 'b0b00000-0000-4000-8000-000000000002' }
    const made = [
      entry({ actor: bob, action: 'grant.block' }),
      entry({ action: 'alert.open', actor: 'system' }),
      entry({ action: 'alerts.subscribe' }),
      entry({ action: 'grants.odd', actor: bob }),
    ]
    for (const each of made) await append(db, each)
    const actions = async (asked: { actorId?: string; areas?: string[] }) =>
      (await list(db, { limit: 9, ...asked })).map(({ action }) => action).toReversed()
    expect(await actions({ actorId: bob.objectId })).toEqual(['grant.block', 'grants.odd'])
    expect(await actions({ actorId: 'system' })).toEqual(['alert.open'])
    expect(await actions({ areas: ['alert', 'alerts'] })).toEqual(['alert.open', 'alerts.subscribe'])
    expect(await actions({ areas: ['grant'], actorId: alice.objectId })).toEqual([])
  })

  test('can be asked for what was done under a reference', async () => {
    const { db } = await open()
    await append(db, entry({ action: 'request.make', detail: { reference: 'INC 0012345' } }))
    await append(db, entry({ action: 'grant.block', tenantId: 't', detail: { reference: 'inc0012345' } }))
    await append(db, entry({ action: 'sync.all', detail: { reference: 7 } }))
    await append(db, entry({ action: 'grant.reset' }))
    const actions = async (asked: { reference: string; tenantId?: string }) =>
      (await list(db, { limit: 9, ...asked })).map(({ action }) => action)
    expect(await actions({ reference: '#INC0012345' })).toEqual(['grant.block', 'request.make'])
    expect(await actions({ reference: 'INC0012345', tenantId: 't' })).toEqual(['grant.block'])
    expect(await actions({ reference: '7' })).toEqual([])
  })
})
