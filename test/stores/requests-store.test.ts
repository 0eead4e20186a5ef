import { expect, test } from 'vitest'
import { findKnownPerson, saveKnownPerson } from '#domain/people/known-people-store.ts'
import {
  addApprovalPlace,
  listApprovalPlaces,
  removeApprovalPlace,
} from '#domain/requests/approval-places-store.ts'
import type { Request } from '#domain/requests/request.ts'
import {
  findRequest,
  findRequestOfConsent,
  getRequest,
  insertRequest,
  insertRequestConsent,
  listApprovedGrants,
  listConsentsOf,
  listOpenRequests,
  listRequests,
  updateRequest,
} from '#domain/requests/requests-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, t0 } from './samples.ts'

const bob = { ...alice, objectId: guid(50), name: 'Bob Okafor' }

const makeRequest = (id: string, rest: Partial<Request> = {}): Request => ({
  id,
  code: 'K7M-2QX',
  kind: 'grant',
  tenantIds: [guid(1), guid(2)],
  reason: 'because it must be',
  requester: alice,
  state: 'open',
  version: 1,
  hash: `hash of ${id}`,
  snapshot: { kind: 'grant', tenants: [], permissions: [], fresh: [], catalogVersion: 1 },
  createdAt: t0,
  expiresAt: at(86_400_000),
  ...rest,
})

const key = `${guid(2)}/application/${guid(3)}` as const
const whole: Required<Request> = {
  ...makeRequest('whole'),
  setId: 'directory-data',
  reference: 'INC 0012345',
  signer: bob,
  exception: { hashes: ['h'], owner: bob, endsAt: at(9).toISOString() },
  snapshot: {
    kind: 'grant',
    exception: { hashes: ['h'], owner: bob, endsAt: at(9).toISOString(), findings: [] },
    setId: 'directory-data',
    tenants: [{ id: guid(1), name: 'Tenant 1', domain: 'tenant1.example', blocked: false }],
    permissions: [{ key, api: 'Microsoft Graph', value: 'User.Read.All', tier: 0, type: 'application' }],
    fresh: [key],
    requirementVersion: 'v1',
    catalogVersion: 3,
    until: at(9).toISOString(),
  },
  until: at(9).toISOString(),
  remindedAt: at(2),
  endedAt: at(3),
  state: 'approved',
  version: 3,
  decision: { by: bob, reason: 'fine' },
  handed: { by: alice, to: bob, at: at(1) },
  outcome: { done: [guid(1)], refused: [{ tenantId: guid(2), code: 'GRANT_BLOCKED' }] },
}

describeStore('requests', (open) => {
  test('come back whole, and without what is not known', async () => {
    const { db } = await open()
    const first = { ...whole, state: 'open', version: 1 } as const
    expect(await insertRequest(db, first)).toStrictEqual(first)
    await insertRequest(db, makeRequest('bare'))
    expect(await updateRequest(db, first, whole)).toBe(true)
    expect(await findRequest(db, 'whole')).toStrictEqual(whole)
    expect(await getRequest(db, 'bare')).toStrictEqual(makeRequest('bare'))
    expect(await findRequest(db, 'nobody')).toBeUndefined()
    await expect(getRequest(db, 'nobody')).rejects.toBeInstanceOf(UserError)
  })

  test('the same asked twice by one person is the open one, until it has ended', async () => {
    const { db } = await open()
    const hash = 'same'
    await insertRequest(db, makeRequest('first', { hash }))
    expect((await insertRequest(db, makeRequest('second', { hash }))).id).toBe('first')
    expect((await insertRequest(db, makeRequest('other', { hash, requester: bob }))).id).toBe('other')
    const ended = makeRequest('first', { hash, state: 'denied', version: 2, endedAt: at(1) })
    expect(await updateRequest(db, makeRequest('first'), ended)).toBe(true)
    expect((await insertRequest(db, makeRequest('third', { hash }))).id).toBe('third')
  })

  test('move once per version and state', async () => {
    const { db } = await open()
    const request = makeRequest('one')
    await insertRequest(db, request)
    const approved = { ...request, state: 'approved', version: 2 } as const
    expect(await updateRequest(db, request, approved)).toBe(true)
    expect(await updateRequest(db, request, { ...request, state: 'denied', version: 2 })).toBe(false)
    expect(await updateRequest(db, { ...approved, state: 'open' }, approved)).toBe(false)
    expect((await getRequest(db, 'one')).state).toBe('approved')
  })

  test('are listed the worst first, by whose they are and when they ended', async () => {
    const { db } = await open()
    await insertRequest(db, makeRequest('late', { expiresAt: at(9) }))
    await insertRequest(db, makeRequest('soon', { expiresAt: at(5), requester: bob }))
    await insertRequest(db, { ...whole, id: 'tier0', state: 'open', expiresAt: at(7) })
    for (const [n, state] of (['approved', 'denied'] as const).entries()) {
      const request = makeRequest(state, { hash: state, setId: 'directory-data' })
      await insertRequest(db, request)
      await updateRequest(db, request, { ...request, state, version: 2, endedAt: at(n) })
    }
    const page = { limit: 2, offset: 0 }
    const ids = async (filter: Parameters<typeof listRequests>[1], place = page) => {
      const { requests, total } = await listRequests(db, filter, place)
      return [total, ...requests.map(({ id }) => id)]
    }
    expect(await ids({ show: 'open' })).toEqual([3, 'tier0', 'soon'])
    expect(await ids({ show: 'open' }, { limit: 2, offset: 2 })).toEqual([3, 'late'])
    expect(await ids({ show: 'mine', person: alice })).toEqual([2, 'tier0', 'late'])
    expect(await ids({ show: 'others', person: alice })).toEqual([1, 'soon'])
    expect(await ids({ show: 'ended', since: t0 })).toEqual([2, 'denied', 'approved'])
    expect(await ids({ show: 'ended', since: at(1) })).toEqual([1, 'denied'])
    expect((await listOpenRequests(db)).map(({ id }) => id)).toEqual(['late', 'soon', 'tier0'])
    expect((await listApprovedGrants(db, 'directory-data', t0)).map(({ id }) => id)).toEqual(['approved'])
    expect(await listApprovedGrants(db, 'directory-data', at(1))).toEqual([])
    expect(await listApprovedGrants(db, 'other', t0)).toEqual([])
  })

  test('are found by their reference in any case, open or ended, the newest first', async () => {
    const { db } = await open()
    const first = { ...whole, state: 'open', createdAt: at(1) } as const
    await insertRequest(db, first)
    await updateRequest(db, first, { ...first, state: 'approved' })
    await insertRequest(db, makeRequest('new', { reference: '#inc0012345', createdAt: at(2) }))
    await insertRequest(db, makeRequest('other', { reference: 'INC00123456' }))
    await insertRequest(db, makeRequest('none'))
    const found = async (reference: string) => {
      const { requests, total } = await listRequests(
        db,
        { show: 'reference', reference },
        { limit: 9, offset: 0 },
      )
      return [total, ...requests.map(({ id }) => id)]
    }
    expect(await found('Inc0012345')).toEqual([2, 'new', 'whole'])
    expect(await found('INC001')).toEqual([0])
    expect(await found('#')).toEqual([0])
  })

  test('know the consents that they released', async () => {
    const { db } = await open()
    await insertRequest(db, makeRequest('one'))
    await insertRequestConsent(db, 'one', 'consent b')
    await insertRequestConsent(db, 'one', 'consent a')
    expect(await listConsentsOf(db, 'one')).toEqual(['consent a', 'consent b'])
    expect((await findRequestOfConsent(db, 'consent a'))?.id).toBe('one')
    expect(await findRequestOfConsent(db, 'another')).toBeUndefined()
  })
})

describeStore('approval places', (open) => {
  test('are there once, in the order in which they came', async () => {
    const { db } = await open()
    expect(await addApprovalPlace(db, 'z', alice, t0)).toBe(true)
    expect(await addApprovalPlace(db, 'a', alice, at(1))).toBe(true)
    expect(await addApprovalPlace(db, 'z', bob, at(2))).toBe(false)
    expect(await listApprovalPlaces(db)).toEqual(['z', 'a'])
    expect(await removeApprovalPlace(db, 'z')).toBe(true)
    expect(await removeApprovalPlace(db, 'z')).toBe(false)
    expect(await listApprovalPlaces(db)).toEqual(['a'])
  })
})

describeStore('known people', (open) => {
  test('come back with the name and account they had last', async () => {
    const { db } = await open()
    await saveKnownPerson(db, { ...alice, accountId: '29:one' })
    await saveKnownPerson(db, { ...alice, name: 'Alice M.', accountId: '29:two' })
    expect(await findKnownPerson(db, alice)).toEqual({ ...alice, name: 'Alice M.', accountId: '29:two' })
    expect(await findKnownPerson(db, bob)).toBeUndefined()
  })
})
