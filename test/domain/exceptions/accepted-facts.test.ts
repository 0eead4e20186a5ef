import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Exception } from '#domain/exceptions/exception.ts'
import { judge } from '#domain/exceptions/settle-exceptions.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { hashOfFacts, isAcceptable, isExcepted } from '#domain/status/acceptable.ts'
import { needsAction } from '#domain/status/rank.ts'
import { type Finding, type FindingCode, type Status, statuses } from '#domain/status/status.ts'
import { countsFromJson, summaryColumns } from '#domain/tenants/summary.ts'
import { alice, at, guid, makeGrant, t0 } from '../../stores/samples.ts'

const key = (n: number) => `${guid(n % 2)}/application/${guid(n)}` as const
const codes: FindingCode[] = [
  'PERMISSIONS_NEW',
  'SETTING_MISSING',
  'APP_DISABLED_BY_ADMIN',
  'PERMISSIONS_REMOVED',
  'READ_FAILED',
  'LOSS_UNCONFIRMED',
  'EXTRA_PERMISSIONS',
  'RESOURCE_DISABLED',
  'ALL_GRANTED',
]
const findings: fc.Arbitrary<Finding> = fc.record(
  {
    code: fc.constantFrom(...codes),
    who: fc.constantFrom('operator' as const, 'publisher' as const),
    permissions: fc.uniqueArray(fc.integer({ min: 1, max: 4 }).map(key), { maxLength: 3 }),
    facts: fc.record(
      { setting: fc.constantFrom('role', 'licence'), outcome: fc.constantFrom('a', 'b'), name: fc.string() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['code', 'who'] },
)

test('what is worded anew, and is who’s to mend now, is the same fact; anything else is another', () => {
  fc.assert(
    fc.property(findings, fc.string(), fc.date({ noInvalidDate: true }), (finding, text, since) => {
      const facts = { ...finding.facts, name: text, what: text, api: text, coach: text, tierZero: text }
      const permissions = finding.permissions?.map((each) => each.toUpperCase() as typeof each).toReversed()
      const worded: Finding = { ...finding, who: 'nobody', since, facts, ...(permissions && { permissions }) }
      expect(hashOfFacts(worded)).toBe(hashOfFacts(finding))
      const more = [...(finding.permissions ?? []), key(9)]
      expect(hashOfFacts({ ...finding, permissions: more })).not.toBe(hashOfFacts(finding))
      const cause = { ...finding.facts, outcome: 'another' }
      expect(hashOfFacts({ ...finding, facts: cause })).not.toBe(hashOfFacts(finding))
      const code = finding.code === 'APP_REMOVED' ? 'APP_DISABLED_BY_ADMIN' : 'APP_REMOVED'
      expect(hashOfFacts({ ...finding, code })).not.toBe(hashOfFacts(finding))
    }),
  )
})

test('what is accepted is in no green count and in no open one, and nothing is lost from the sum', () => {
  const sets = fc.array(
    fc.record({ status: fc.constantFrom(...statuses), findings: fc.array(findings, { maxLength: 4 }) }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(sets, fc.func(fc.boolean()), (grants, decides) => {
      const isAccepted = (finding: Finding) => isAcceptable(finding) && decides(hashOfFacts(finding))
      const judged = grants.map((grant) => ({ ...grant, excepted: isExcepted(grant, isAccepted) }))
      for (const { status, findings: of, excepted } of judged) {
        if (!excepted) continue
        expect(needsAction(status)).toBe(true)
        // Whatever is not accepted and needs action keeps the set open.
        expect(of.filter(({ code }) => code === 'LOSS_UNCONFIRMED')).toEqual([])
        expect(of.some(isAccepted)).toBe(true)
      }
      const rows = judged.map(({ status, excepted }) => ({ status, count: 1, excepted: excepted ? 1 : 0 }))
      const grouped = [...Map.groupBy(rows, (row) => `${row.status} ${row.excepted}`).values()].map(
        ([first, ...more]) => ({ ...(first as (typeof rows)[number]), count: more.length + 1 }),
      )
      const columns = summaryColumns(grouped)
      const { counts, excepted } = countsFromJson(columns.counts_json)
      const sum = Object.values(counts).reduce((all, n) => all + n, 0)
      expect(sum + excepted).toBe(judged.length)
      const of = (wanted: Status) =>
        judged.filter(({ status, excepted: x }) => status === wanted && !x).length
      for (const status of statuses) expect(counts[status] ?? 0).toBe(of(status))
      expect(columns.any_blocked).toBe(of('blocked') > 0 ? 1 : 0)
      const isOpen = judged.some(({ status, excepted: x }) => needsAction(status) && !x)
      expect(columns.attention <= 3).toBe(isOpen)
      const onlyGreen =
        judged.length > 0 && judged.every(({ status, excepted: x }) => status === 'granted' && !x)
      expect(columns.attention === 7).toBe(onlyGreen)
    }),
  )
})

const missing: Finding = {
  code: 'SETTING_MISSING',
  who: 'operator',
  facts: { setting: 'role', name: 'A role' },
}
const other: Finding = { code: 'SETTING_MISSING', who: 'operator', facts: { setting: 'licence', name: 'P1' } }
const added = (...keys: number[]): Finding => ({
  code: 'PERMISSIONS_NEW',
  who: 'operator',
  permissions: keys.map(key),
})
const ending = (date: string): Finding => ({
  code: 'API_ENDING',
  who: 'publisher',
  permissions: [key(1)],
  facts: { date, what: 'It ends' },
})
const lost: Finding = { code: 'CONNECTION_LOST', who: 'operator', facts: { outcome: 'appNotInTenant' } }

const of = (finding: Finding, setId = 'a'): Exception => ({
  ...{ id: 'one', tenantId: guid(1), setId, factsHash: hashOfFacts(finding), finding, reason: 'because' },
  ...{ owner: alice, by: alice, version: 1, acceptedAt: t0, endsAt: at(9) },
})
const facts = {
  appRoles: [],
  scopes: [],
  resources: [],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: [] },
} as const
const read = { facts: { at: t0, value: facts } }
const grant = (rest: Partial<Grant>): Grant =>
  makeGrant(guid(1), 'a', { status: 'settingsRequired', memory: read, ...rest })
const failed = { at: t0, outcome: { service: 'graph', name: 'throttled', class: 'passing' } } as const

test.each([
  ['the same fact holds', of(missing), [grant({ findings: [missing] })], 'holds'],
  ['also among others', of(missing), [grant({ findings: [other, missing] })], 'holds'],
  ['another setting is another matter', of(missing), [grant({ findings: [other] })], 'recovered'],
  ['one permission more wakes', of(added(1)), [grant({ findings: [added(1, 2)] })], 'woken'],
  ['one permission less wakes', of(added(1, 2)), [grant({ findings: [added(2)] })], 'woken'],
  ['a block hides it', of(missing), [grant({ status: 'blocked', findings: [] })], 'holds'],
  ['a failed read says nothing', of(missing), [grant({ memory: { ...read, readFailure: failed } })], 'holds'],
  ['what is unknown says nothing', of(missing), [grant({ status: 'unknown' })], 'holds'],
  ['what is gone for certain is over', of(missing), [grant({ status: 'granted' })], 'recovered'],
  [
    'a set of another name doesn’t count',
    of(missing),
    [grant({ setId: 'b', findings: [missing] })],
    'recovered',
  ],
  [
    'a day that moves wakes',
    of(ending('2027-04-01')),
    [grant({ findings: [ending('2027-06-01')] })],
    'woken',
  ],
  ['a connection is of the whole tenant', of(lost, ''), [grant({ setId: 'b', findings: [lost] })], 'holds'],
  ['a connection that is back', of(lost, ''), [grant({ status: 'granted' })], 'recovered'],
] as const)('%s', (_, exception, grants, verdict) => {
  expect(judge(exception, grants)).toBe(verdict)
})
