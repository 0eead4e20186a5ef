import { expect, test } from 'vitest'
import type { Leaving } from '#domain/leaving/leaving.ts'
import {
  findLeaving,
  insertLeaving,
  listLeavings,
  listOpenLeavings,
  updateLeaving,
} from '#domain/leaving/leavings-store.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid } from './samples.ts'

const sample = (tenantId: string, given: Partial<Leaving> = {}): Omit<Leaving, 'id'> => ({
  tenantId,
  state: 'open',
  version: 1,
  apps: [
    { clientId: 'c', setId: 'a', objectId: 'o', held: 3, state: 'there', since: at(8) },
    { clientId: 'f', setId: 'a', isFormer: true, held: 0, state: 'missing', since: at(9) },
    { clientId: 'r', held: 0, state: 'there', since: at(8) },
  ],
  by: alice,
  startedAt: at(8),
  ...given,
})

describeStore('what is left in Entra', (open) => {
  test('everything about it comes back as it was stored', async () => {
    const { db } = await open()
    const plain = await insertLeaving(db, sample(guid(1)))
    expect(await findLeaving(db, plain.id)).toStrictEqual({ id: plain.id, ...sample(guid(1)) })
    const full = {
      setId: 'a',
      checkedAt: at(9),
      lostAt: at(10),
      failure: makeOutcome('graph', 'graphThrottled'),
      endedAt: at(11),
      endedBy: alice,
      state: 'stopped',
    } as const
    expect(await updateLeaving(db, plain, { ...plain, ...full, version: 2 })).toBe(true)
    expect(await findLeaving(db, plain.id)).toStrictEqual({ ...plain, ...full, version: 2 })
    expect(await updateLeaving(db, plain, plain)).toBe(false)
    expect(await findLeaving(db, 999)).toBeUndefined()
  })

  test('open ones come first, the newest first, as far as a scope goes', async () => {
    const { db } = await open()
    const over = await insertLeaving(db, sample(guid(1), { state: 'gone' }))
    const first = await insertLeaving(db, sample(guid(1), { setId: 'a' }))
    const second = await insertLeaving(db, sample(guid(2)))
    const ids = async (...given: Parameters<typeof listLeavings> extends [unknown, ...infer R] ? R : never) =>
      (await listLeavings(db, ...given)).map(({ id }) => id)
    expect(await ids('all', 10)).toEqual([second.id, first.id, over.id])
    expect(await ids('all', 1)).toEqual([second.id])
    expect(await ids([guid(1)], 10)).toEqual([first.id, over.id])
    expect(await ids([], 10)).toEqual([])
    expect((await listOpenLeavings(db, guid(1))).map(({ id }) => id)).toEqual([first.id])
  })
})
