import { expect, test } from 'vitest'
import type { Consent, ConsentLink } from '#domain/consent/consent.ts'
import {
  findConsent,
  findLink,
  findLinkByState,
  findLinkByToken,
  insertConsent,
  listOpenLinks,
  listWatchedLinks,
  updateConsent,
  updateLink,
} from '#domain/consent/consents-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeConsent, makeLink, t0 } from './samples.ts'

const wholeConsent: Required<Consent> = {
  ...makeConsent('consent'),
  kind: 'update',
  setId: 'directory-data',
  requestedBy: alice,
  signer: { ...alice, objectId: guid(903), name: 'Victor Hale' },
  approvedBy: { ...alice, objectId: guid(902), name: 'Bob Okafor' },
  movedFrom: [{ tenantId: guid(4), setId: 'directory-data' }],
  activityId: 'activity',
  cancelledAt: at(9),
}

const wholeLink: Required<ConsentLink> = {
  ...makeLink('link', 'consent'),
  kind: 'connection',
  step: 2,
  phase: 'refused',
  version: 4,
  stateHash: 'state',
  cookieHash: 'cookie',
  returnUntil: at(7_200_000),
  times: { held: t0, sent: at(1), opened: at(2), returned: at(3), refused: at(4) },
  report: {
    refusal: { service: 'login', name: 'consentDeclined', class: 'admin', code: '65004' },
    otherTenantId: guid(7),
    traceId: 'trace',
    correlationId: 'correlation',
  },
  reads: 3,
}

describeStore('consents', (open) => {
  test('come back whole, links in the order given', async () => {
    const { db } = await open()
    const links = [makeLink('z', 'consent'), wholeLink, makeLink('a', 'consent', { phase: 'held', step: 2 })]
    await insertConsent(db, wholeConsent, links)
    await insertConsent(db, makeConsent('other'), [makeLink('b', 'other')])
    expect(await findConsent(db, 'consent')).toStrictEqual({ consent: wholeConsent, links })
    expect(await findConsent(db, 'nobody')).toBeUndefined()
  })

  test('what is not known is absent', async () => {
    const { db } = await open()
    const { setId: _none, ...consent } = makeConsent('consent', { kind: 'connection' })
    await insertConsent(db, consent, [makeLink('a', 'consent')])
    const links = [makeLink('a', 'consent')]
    expect(await findConsent(db, 'consent')).toStrictEqual({ consent, links })
  })

  test('only what is named changes, of this consent alone', async () => {
    const { db } = await open()
    for (const id of ['a', 'b']) await insertConsent(db, makeConsent(id), [])
    await updateConsent(db, 'a', { activityId: 'card' })
    await updateConsent(db, 'a', { cancelledAt: at(5) })
    await updateConsent(db, 'a', {})
    await updateConsent(db, 'a', { conversationId: 'elsewhere' })
    const changed = { activityId: 'card', cancelledAt: at(5), conversationId: 'elsewhere' }
    expect((await findConsent(db, 'a'))?.consent).toEqual(makeConsent('a', changed))
    expect((await findConsent(db, 'b'))?.consent).toEqual(makeConsent('b'))
  })

  test('a link of no consent is refused', async () => {
    const { db } = await open()
    await expect(insertConsent(db, makeConsent('a'), [makeLink('link', 'nobody')])).rejects.toThrow()
  })
})

describeStore('consent links', (open) => {
  test('are found by id, token and state, and by nothing else', async () => {
    const { db } = await open()
    const links = [wholeLink, makeLink('quiet', 'consent')]
    await insertConsent(db, makeConsent('consent'), links)
    expect(await findLink(db, 'link')).toStrictEqual(wholeLink)
    expect(await findLinkByToken(db, 'token of link')).toStrictEqual(wholeLink)
    expect(await findLinkByState(db, 'state')).toStrictEqual(wholeLink)
    expect(await findLink(db, 'token of link')).toBeUndefined()
    expect(await findLinkByToken(db, 'link')).toBeUndefined()
    expect(await findLinkByState(db, '')).toBeUndefined()
  })

  test('two of the same token or state are refused, any number without state is not', async () => {
    const { db } = await open()
    const link = (id: string, rest: Partial<ConsentLink>) => makeLink(id, 'consent', rest)
    await insertConsent(db, makeConsent('consent'), [
      link('a', { stateHash: 's' }),
      link('b', {}),
      link('c', {}),
    ])
    const again = (rest: Partial<ConsentLink>) =>
      insertConsent(db, makeConsent('again'), [makeLink('d', 'again', rest)])
    await expect(again({ tokenHash: 'token of a' })).rejects.toThrow()
    await db.deleteFrom('consents').where('id', '=', 'again').execute()
    await expect(again({ stateHash: 's' })).rejects.toThrow()
  })

  test('a change is written only over the version it was made from: one click opens', async () => {
    const database = await open()
    await insertConsent(database.db, makeConsent('consent'), [
      makeLink('a', 'consent'),
      makeLink('b', 'consent'),
    ])
    const openLink = (state: string) =>
      database.transaction((tx) =>
        updateLink(tx, makeLink('a', 'consent', { phase: 'opened', stateHash: state, version: 2 }), 1),
      )
    const written = await Promise.all(['one', 'two', 'three'].map(openLink))
    expect(written).toEqual([true, false, false])
    expect(await findLinkByState(database.db, 'one')).toMatchObject({ id: 'a', phase: 'opened', version: 2 })
    expect(await findLink(database.db, 'b')).toEqual(makeLink('b', 'consent'))
    expect(await updateLink(database.db, makeLink('nobody', 'consent'), 1)).toBe(false)
  })

  test('the open ones of a tenant come oldest first, by set or without one', async () => {
    const { db } = await open()
    const ofTenant = (id: string, consentId: string, rest: Partial<ConsentLink> = {}) =>
      makeLink(id, consentId, { tenantId: guid(1), ...rest })
    await insertConsent(db, makeConsent('late', { createdAt: at(9) }), [
      ofTenant('late 1', 'late', { kind: 'connection' }),
      ofTenant('late 2', 'late', { phase: 'held', step: 2 }),
      ofTenant('elsewhere', 'late', { tenantId: guid(2) }),
    ])
    const connection = { kind: 'connection', createdAt: at(5) } as const
    const { setId: _none, ...withoutSet } = makeConsent('connection', connection)
    await insertConsent(db, withoutSet, [ofTenant('connect', 'connection', { kind: 'connection' })])
    await insertConsent(db, makeConsent('early', { setId: 'saas-posture', createdAt: at(1) }), [
      ofTenant('early 1', 'early', { phase: 'spreading' }),
      ...(['verified', 'refused', 'notConfirmed', 'expired', 'cancelled'] as const).map((phase) =>
        ofTenant(phase, 'early', { phase }),
      ),
    ])
    const ids = async (setId?: string | null) =>
      (await listOpenLinks(db, { tenantId: guid(1), ...(setId !== undefined && { setId }) })).map(
        ({ id }) => id,
      )
    expect(await ids()).toEqual(['early 1', 'connect', 'late 1', 'late 2'])
    expect(await ids('directory-data')).toEqual(['late 1', 'late 2'])
    expect(await ids(null)).toEqual(['connect'])
    expect(await ids('account-actions')).toEqual([])
    await updateLink(db, ofTenant('late 1', 'late', { phase: 'expired', version: 2 }), 1)
    expect(await ids('directory-data')).toEqual(['late 2'])
  })

  test('the watched ones are the open ones and those whose deadline was after a time, in the same order', async () => {
    const { db } = await open()
    const link = (id: string, phase: ConsentLink['phase'], until: number, tenant = 1) =>
      makeLink(id, 'consent', { tenantId: guid(tenant), phase, openUntil: at(until) })
    await insertConsent(db, makeConsent('consent'), [
      link('open', 'sent', 1),
      link('long ago', 'verified', 10),
      link('lately', 'verified', 11),
      link('cancelled', 'cancelled', 12),
      link('elsewhere', 'sent', 12, 2),
    ])
    const found = await listWatchedLinks(db, { tenantId: guid(1), since: at(10) })
    expect(found.map(({ id }) => id)).toEqual(['open', 'lately', 'cancelled'])
    expect(found.at(1)).toEqual(link('lately', 'verified', 11))
  })
})
