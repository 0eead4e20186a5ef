import { expect, test } from 'vitest'
import { insertGrant } from '#domain/grants/grants-store.ts'
import type { AdvanceNotice } from '#domain/notices/advance-notice.ts'
import {
  deleteDraftsBefore,
  findNotice,
  findOpenNotice,
  insertAcknowledgement,
  insertNotice,
  listAcknowledgements,
  listConcerned,
  listNotices,
  updateNotice,
} from '#domain/notices/advance-notices-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { groupRead } from '../domain/status/grant-samples.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeGrant, makeTenant } from './samples.ts'

const bob = { ...alice, objectId: 'bob', name: 'Bob' }
const sample = (given: Partial<AdvanceNotice> = {}): Omit<AdvanceNotice, 'id'> => ({
  setId: 'a',
  state: 'open',
  version: 1,
  day: '2027-01-31',
  timeZone: 'UTC',
  startsAt: at(9),
  endsAt: at(10),
  reason: 'The new sensors need it',
  listVersion: 'new',
  list: [groupRead],
  beforeVersion: 'old',
  before: [],
  by: alice,
  madeAt: at(8),
  ...given,
})

describeStore('notices', (open) => {
  test('everything about one comes back as it was stored, and only the version that was read is replaced', async () => {
    const { db } = await open()
    const plain = await insertNotice(db, sample())
    expect(await findNotice(db, plain.id)).toStrictEqual({ id: plain.id, ...sample() })
    const ended = {
      ...plain,
      state: 'void',
      version: 2,
      sourceClientId: 'c',
      found: [groupRead],
      endedAt: at(11),
      endedBy: alice,
    } as const
    expect(await updateNotice(db, plain, ended)).toBe(true)
    expect(await findNotice(db, plain.id)).toStrictEqual(ended)
    expect(await updateNotice(db, plain, plain)).toBe(false)
  })

  test('the open one of a set; lists without drafts, and open ones first', async () => {
    const { db } = await open()
    await insertNotice(db, sample({ state: 'draft' }))
    expect(await findOpenNotice(db, 'a')).toBeUndefined()
    const over = await insertNotice(db, sample({ state: 'void', day: '2027-05-01' }))
    const live = await insertNotice(db, sample())
    expect((await findOpenNotice(db, 'a'))?.id).toBe(live.id)
    expect(await findOpenNotice(db, 'b')).toBeUndefined()
    expect((await listNotices(db, 10)).map(({ id }) => id)).toEqual([live.id, over.id])
    await deleteDraftsBefore(db, at(9))
    expect(await db.selectFrom('notices').select('state').orderBy('state').execute()).toEqual([
      { state: 'open' },
      { state: 'void' },
    ])
  })

  test('each person acknowledges once, and concerned is who has the set', async () => {
    const { db } = await open()
    const { id } = await insertNotice(db, sample())
    expect(await insertAcknowledgement(db, id, { by: bob, at: at(9) })).toBe(true)
    expect(await insertAcknowledgement(db, id, { by: bob, at: at(10) })).toBe(false)
    expect(await insertAcknowledgement(db, id, { by: alice, at: at(11) })).toBe(true)
    expect(await listAcknowledgements(db, id)).toStrictEqual([
      { by: bob, at: at(9) },
      { by: alice, at: at(11) },
    ])
    for (const n of [1, 2, 3]) await insertTenant(db, makeTenant(n))
    await insertGrant(db, makeGrant(guid(1), 'a', { status: 'granted' }))
    await insertGrant(db, makeGrant(guid(2), 'a', { status: 'notGranted' }))
    await insertGrant(db, makeGrant(guid(3), 'a', { status: 'updateRequired' }))
    await insertGrant(db, makeGrant(guid(2), 'b', { status: 'granted' }))
    expect(await listConcerned(db, 'a', 'all')).toEqual([guid(1), guid(3)])
    expect(await listConcerned(db, 'a', [guid(3), guid(2)])).toEqual([guid(3)])
    expect(await listConcerned(db, 'a', [])).toEqual([])
  })
})
