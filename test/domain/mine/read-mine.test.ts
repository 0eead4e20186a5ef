import { expect, test } from 'vitest'
import type { Alert } from '#domain/alerts/alert.ts'
import { insertAlert } from '#domain/alerts/alerts-store.ts'
import { addWaiting } from '#domain/alerts/deliveries-store.ts'
import { insertBaselines } from '#domain/baselines/baselines-store.ts'
import { insertConsent } from '#domain/consent/consents-store.ts'
import { insertException } from '#domain/exceptions/exceptions-store.ts'
import { type MineItem, readMine } from '#domain/mine/read-mine.ts'
import { saveOwner } from '#domain/owners/owners-store.ts'
import type { Role } from '#domain/people/role.ts'
import type { RoleReading, Scope } from '#domain/people/role-reading.ts'
import type { Request } from '#domain/requests/request.ts'
import { insertRequest } from '#domain/requests/requests-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import type { Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { alice, at, guid, makeConsent, makeLink, makeTenant } from '../../stores/samples.ts'
import { openTestDatabase } from '../../support/databases.ts'

type Reader = Person & RoleReading

const who = (n: number, role: Role, scope: Scope): Reader => ({
  tenantId: alice.tenantId,
  objectId: guid(900 + n),
  name: `Person ${n}`,
  roles: [role],
  given: [{ role, from: 'configuration', scope }],
  notRead: [],
  isAccountRead: true,
  at: at(0),
})

const some = [guid(1), guid(2)]
const five = [
  who(1, 'approver', 'all'),
  who(2, 'approver', some),
  who(3, 'operator', 'all'),
  who(4, 'viewer', some),
  who(5, 'operator', some),
]
const [first, second, third, fourth, fifth] = five as [Reader, Reader, Reader, Reader, Reader]
const leads = { groupId: guid(70), name: 'Security leads' }
const sets = ['directory-data', 'account-actions']

const alertSample = (n: number, rest: Partial<Alert>): Omit<Alert, 'id'> => ({
  key: `alert ${n}`,
  condition: 'appDisabled',
  severity: 'critical',
  state: 'open',
  version: 1,
  openedAt: at(n),
  detail: {},
  marks: {},
  ...rest,
})

const requestSample = (
  id: string,
  rest: Pick<Request, 'tenantIds' | 'requester' | 'expiresAt'>,
): Request => ({
  id,
  code: 'K7M-2QX',
  kind: 'grant',
  reason: 'because it must be',
  state: 'open',
  version: 1,
  hash: `hash of ${id}`,
  snapshot: { kind: 'grant', tenants: [], permissions: [], fresh: [], catalogVersion: 1 },
  createdAt: at(0),
  ...rest,
})

const idOf = (item: MineItem): string => {
  if (item.kind === 'request') return `request ${item.request.id}`
  if (item.kind === 'exception') return `exception ${item.exception.id}`
  if (item.kind === 'baseline') return `baseline ${item.tenantId}`
  return item.kind === 'link' ? `link ${item.consent.id}` : `alert ${item.alert.id}`
}

/** Pair before tenant before set, said once more and in another way. */
const ownedBy = (reader: Reader, { tenantId, setId }: { tenantId: string; setId: string }): boolean => {
  const owner =
    tenantId === guid(1) && setId === 'account-actions'
      ? fourth
      : tenantId === guid(1)
        ? fifth
        : tenantId === guid(3)
          ? second
          : setId === 'directory-data'
            ? third
            : undefined
  const isInGroup = tenantId === guid(2) && (reader === fifth || reader === first)
  return tenantId === guid(2) ? isInGroup : owner === reader
}

test('of 73 things that wait, each of five people is shown exactly theirs, and nothing beyond their reach', async () => {
  const database = await openTestDatabase()
  const { db } = database
  const group = {
    read: true,
    value: {
      displayName: leads.name,
      members: [fifth, first].map(({ objectId }) => ({ objectId, displayName: '' })),
    },
  } as const
  const people = { readGroup: async () => ({ tenantId: alice.tenantId, group }) } as never
  const deps = { database, clock: () => at(1_000), people }
  const said = { part: 'owner', by: alice, at: at(0) } as const
  await saveOwner(db, { ...said, tenantId: guid(1), setId: 'account-actions', holder: { person: fourth } })
  await saveOwner(db, { ...said, tenantId: guid(1), holder: { person: fifth } })
  await saveOwner(db, { ...said, tenantId: guid(2), holder: leads })
  // Out of their reach: theirs by name, and never shown.
  await saveOwner(db, { ...said, tenantId: guid(3), holder: { person: second } })
  await saveOwner(db, { ...said, setId: 'directory-data', holder: { person: third } })
  const expected = new Map(five.map((person) => [person, [] as string[]]))
  const expects = (person: Reader, id: string): void => void expected.get(person)?.push(id)
  const sees = (person: Reader, tenantId: string): boolean =>
    person === first || person === third || some.includes(tenantId)
  for (let n = 0; n < 20; n += 1) {
    const tenantIds = n % 4 === 0 ? [guid(1), guid(3)] : [guid(1 + (n % 3))]
    const requester = five[n % 5] ?? first
    const id = `request-${String(n).padStart(20, '0')}`
    const isOver = n === 19
    await insertRequest(db, requestSample(id, { tenantIds, requester, expiresAt: at(isOver ? 10 : 9_000) }))
    if (isOver) continue
    if (requester !== first) expects(first, `request ${id}`)
    if (requester !== second && tenantIds.every((tenant) => some.includes(tenant)))
      expects(second, `request ${id}`)
  }
  for (let n = 0; n < 20; n += 1) {
    const tenantId = guid(1 + (n % 3))
    const by = five[n % 5] ?? first
    const signer = n % 7 === 0 ? five[(n + 1) % 5] : undefined
    const phase = n % 6 === 0 ? ('verified' as const) : n % 5 === 0 ? ('opened' as const) : ('sent' as const)
    const id = `consent-${n}`
    const consent = makeConsent(id, { requestedBy: by, ...(signer && { signer }), createdAt: at(n) })
    await insertConsent(db, consent, [makeLink(`link-${n}`, id, { tenantId, phase, tokenHash: `t${n}` })])
    if (phase === 'verified') continue
    for (const person of five)
      if ((person === by || person === signer) && sees(person, tenantId)) expects(person, `link ${id}`)
  }
  for (let n = 0; n < 20; n += 1) {
    const about = { tenantId: guid(1 + (n % 4)), setId: sets[Math.floor(n / 4) % 2] ?? '' }
    const state = n % 9 === 0 ? ('resolved' as const) : n % 8 === 0 ? ('snoozed' as const) : ('open' as const)
    const alert = await insertAlert(db, alertSample(n, { ...about, state }))
    // Passed on to the deputy; an answered one is nobody's but the owner's.
    const isPassed = n % 5 === 0
    const address = addressKey({ person: fourth })
    if (isPassed) await addWaiting(db, alert.id, [address], { now: at(n), via: { as: 'deputy' } })
    if (state !== 'open') continue
    for (const person of five) {
      const isTheirs = ownedBy(person, about) || (isPassed && person === fourth)
      if (isTheirs && sees(person, about.tenantId)) expects(person, `alert ${alert.id}`)
    }
  }
  for (const [n, owner] of [...five, ...five].entries()) {
    // Of the second time, out of the reach of most.
    const tenantId = n < five.length ? guid(1 + (n % 3)) : guid(3)
    const finding = { code: 'SETTING_MISSING', who: 'operator', facts: { setting: 'role' } } as const
    const terms = { reason: 'It is agreed', owner, by: alice, version: 1, acceptedAt: at(1), endsAt: at(99) }
    const about = { id: `e${n}`, tenantId, setId: 'a', factsHash: `${n}`.padEnd(32, '0'), finding }
    await insertException(db, { ...about, ...terms })
    if (sees(owner, tenantId)) expects(owner, `exception e${n}`)
  }
  for (const n of [1, 2, 3]) {
    await insertTenant(db, makeTenant(n))
    const whole = { tenantId: guid(n), setId: 'a', clientId: guid(9), madeAt: at(1), later: [] }
    const confirmed = n === 2 && { confirmed: { at: at(1), by: alice } }
    await insertBaselines(db, [{ ...whole, first: ['a/application/b'], ...confirmed }])
    if (n === 2) continue
    for (const person of [first, second]) if (sees(person, guid(n))) expects(person, `baseline ${guid(n)}`)
  }
  for (const person of five) {
    const { items, unreadGroups } = await readMine(deps, person)
    expect(items.map(idOf).sort(), person.name).toEqual(expected.get(person)?.sort())
    expect(unreadGroups).toEqual([])
  }
  for (const person of five) expect(expected.get(person), person.name).not.toEqual([])
})

test('a group that can’t be read hides nothing without a word', async () => {
  const database = await openTestDatabase()
  const group = { read: false, outcome: {} } as never
  const people = { readGroup: async () => ({ tenantId: alice.tenantId, group }) } as never
  await saveOwner(database.db, {
    part: 'owner',
    by: alice,
    at: at(0),
    tenantId: guid(1),
    holder: leads,
  })
  const mine = await readMine({ database, clock: () => at(1), people }, first)
  expect(mine).toEqual({ items: [], unreadGroups: ['Security leads'] })
})
