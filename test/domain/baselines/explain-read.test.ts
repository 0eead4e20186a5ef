import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Baseline } from '#domain/baselines/baseline.ts'
import { explainRead, type OpenedLink } from '#domain/baselines/explain-read.ts'
import type { Requirement } from '#domain/catalog/permission-set.ts'
import { applyFacts, viewOfSet } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { grantedIds, idOfPermission } from '#domain/status/granted-ids.ts'
import { awaitsSecondRead } from '#domain/status/is-stable.ts'
import { markUnexplained } from '#domain/status/mark-unexplained.ts'
import { confirmedIds, type GrantMemory } from '#domain/status/memory.ts'
import { later, minutes, seconds } from '#platform/base/time.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { runs } from '../../support/runs.ts'
import { completeFacts, requirements } from '../status/arbitraries.ts'
import {
  alice,
  mailRead,
  maxAgeMs,
  now,
  principal,
  requirement as requirementOf,
  roleFact,
  userRead,
  userWrite,
} from '../status/grant-samples.ts'

const tenantId = 'tenant'

/** One set in one tenant, read by read, as a bot stores it. */
class Told {
  memory: GrantMemory | undefined
  baseline: Baseline | undefined
  readonly #of: Requirement
  constructor(of: Requirement, memory?: GrantMemory) {
    this.#of = of
    this.memory = memory
  }
  read(at: Date, value: SetFacts | 'failed', links: readonly OpenedLink[] = []): GrantMemory {
    const { setId } = this.#of
    const failed = { read: false, outcome: makeOutcome('graph', 'graphThrottled') } as const
    const result = value === 'failed' ? failed : ({ read: true, value } as const)
    const read = { connection: 'ok', at, organization: failed, sets: { [setId]: result } } as TenantRead
    const { explained, made, changed } = explainRead({
      tenantId,
      read,
      requirements: [this.#of],
      memories: new Map(this.memory ? [[setId, this.memory]] : []),
      baselines: new Map(this.baseline ? [[setId, this.baseline]] : []),
      links,
    })
    this.baseline = made[0] ?? changed[0] ?? this.baseline
    const view = viewOfSet(read, setId)
    if (!view) throw new Error('Expected the set')
    const applied = applyFacts(this.memory ?? {}, this.#of, view)
    const ids = explained.get(setId)
    this.memory = ids ? markUnexplained(applied, ids) : applied
    return this.memory
  }
}

const opened = (of: Requirement, given: Partial<OpenedLink> = {}): OpenedLink => ({
  setId: of.setId,
  clientId: of.clientId,
  code: 'K7M-2QX',
  holder: alice,
  openedAt: now,
  isVerified: false,
  bound: new Set(of.permissions.map(idOfPermission)),
  had: new Set(),
  ...given,
})

const empty: SetFacts = {
  appRoles: [],
  scopes: [],
  resources: [],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: [] },
}
const withRoles = (...permissions: (typeof userWrite)[]): SetFacts => ({
  ...empty,
  servicePrincipal: principal,
  appRoles: permissions.map(roleFact),
})

test('whatever the first read finds is explained; whatever a later one adds is not, after two reads a minute apart', () => {
  let added = 0
  fc.assert(
    fc.property(requirements, completeFacts, completeFacts, (of, first, second) => {
      const told = new Told(of)
      expect(told.read(now, first).unexplained).toBeUndefined()
      expect(told.baseline?.first).toEqual([...grantedIds(first)].toSorted())
      const fresh = [...grantedIds(second)].filter((id) => !grantedIds(first).has(id)).toSorted()
      added += fresh.length
      expect(confirmedIds(told.read(later(now, minutes(5)), second))).toEqual([])
      expect(told.memory?.unexplained?.map(({ id }) => id) ?? []).toEqual(fresh)
      expect(confirmedIds(told.read(later(now, minutes(5) + seconds(59)), second))).toEqual([])
      if (fresh.length > 0) expect(awaitsSecondRead(told.memory ?? {})).toBe(true)
      told.read(later(now, minutes(5) + seconds(60)), 'failed')
      const memory = told.read(later(now, minutes(7)), second)
      expect(confirmedIds(memory)).toEqual(fresh)
      const { findings } = evaluateStatus({ requirement: of, memory, now: later(now, minutes(7)), maxAgeMs })
      const told1 = findings.filter(({ code }) => code === 'GRANTS_UNEXPLAINED')
      expect(told1.map(({ facts }) => Number(facts?.count))).toEqual(fresh.length > 0 ? [fresh.length] : [])
    }),
    runs(400),
  )
  expect(added).toBeGreaterThan(100)
})

test('a failed read makes no baseline, explains nothing, and confirms nothing', () => {
  const told = new Told(requirementOf([userWrite]))
  told.read(now, 'failed')
  expect(told.baseline).toBeUndefined()
  told.read(later(now, 1), empty)
  told.read(later(now, 2), withRoles(mailRead))
  const before = told.memory?.unexplained
  told.read(later(now, minutes(9)), 'failed')
  expect(told.memory?.unexplained).toEqual(before)
})

test('facts from before there were baselines are the first read', () => {
  const of = requirementOf([userWrite])
  const told = new Told(of, { facts: { at: now, value: withRoles(userWrite) } })
  told.read(later(now, minutes(5)), withRoles(userWrite, mailRead))
  expect(told.baseline?.first).toEqual([idOfPermission(userWrite)])
  expect(told.baseline?.madeAt).toEqual(now)
  expect(told.memory?.unexplained?.map(({ id }) => id)).toEqual([idOfPermission(mailRead)])
})

test('nothing on the list of a link that was opened is ever unexplained, in whatever order and pauses it appears', () => {
  const arbitraryReads = fc.array(
    fc.tuple(
      fc.subarray([userWrite, mailRead]),
      fc.constantFrom(1, seconds(61), minutes(30), maxAgeMs, 100 * maxAgeMs),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 8 },
  )
  fc.assert(
    fc.property(arbitraryReads, (reads) => {
      const of = requirementOf([userWrite, mailRead])
      const told = new Told(of)
      told.read(later(now, -1), empty)
      let at = now
      for (const [granted, pause, fails] of reads) {
        at = later(at, pause)
        const memory = told.read(at, fails ? 'failed' : granted.length > 0 ? withRoles(...granted) : empty, [
          opened(of),
        ])
        expect(memory.unexplained).toBeUndefined()
      }
    }),
    runs(400),
  )
})

test('a link explains nothing that was there before it, unless it was verified; nor what appears after reads that came after it', () => {
  const of = requirementOf([userWrite, mailRead])
  const told = new Told(of)
  told.read(later(now, -minutes(9)), empty)
  told.read(later(now, -minutes(5)), withRoles(mailRead))
  told.read(later(now, minutes(1)), withRoles(mailRead), [opened(of)])
  expect(told.memory?.unexplained).toHaveLength(1)
  const refused = opened(of, { until: later(now, minutes(10)) })
  told.read(later(now, minutes(20)), withRoles(mailRead), [refused])
  told.read(later(now, minutes(30)), withRoles(mailRead, userWrite), [refused])
  expect(told.memory?.unexplained?.map(({ id }) => id)).toEqual(
    [mailRead, userWrite].map(idOfPermission).toSorted(),
  )
  told.read(later(now, minutes(40)), withRoles(mailRead, userWrite), [opened(of, { isVerified: true })])
  expect(told.memory?.unexplained).toBeUndefined()
})

test('what a link brings beyond its list has the alert of the link; gone and come back by hand, it is unexplained', () => {
  const of = requirementOf([userWrite])
  const told = new Told(of)
  told.read(later(now, -1), empty)
  told.read(later(now, 1), withRoles(userWrite, mailRead), [opened(of)])
  expect(told.memory?.unexplained).toBeUndefined()
  expect(told.baseline?.later.map(({ how }) => how)).toEqual(['link', 'beyond'])
  told.read(later(now, minutes(5)), withRoles(userWrite))
  const { had: _, ...over } = opened(of, { until: later(now, minutes(3)) })
  told.read(later(now, minutes(6)), withRoles(userWrite, mailRead), [over])
  expect(told.memory?.unexplained?.map(({ id }) => id)).toEqual([idOfPermission(mailRead)])
})

test('a tenant that was removed and added again gives no link of before another chance', () => {
  const of = requirementOf([mailRead])
  const told = new Told(of)
  told.read(later(now, -minutes(5)), empty)
  const over = opened(of, { until: later(now, minutes(3)) })
  told.read(later(now, minutes(5)), empty, [over])
  told.read(later(now, minutes(10)), withRoles(mailRead), [over])
  expect(told.memory?.unexplained).toHaveLength(1)
  told.memory = undefined
  const again = told.read(later(now, minutes(20)), withRoles(mailRead), [over])
  expect(again.unexplained).toHaveLength(1)
})

test('what the baseline has beyond the list, gone in two reads, is unexplained when it comes back; what is required is not', () => {
  const of = requirementOf([userWrite])
  const told = new Told(of)
  told.read(now, withRoles(userWrite, mailRead))
  told.read(later(now, minutes(1)), empty)
  told.read(later(now, minutes(1) + seconds(59)), withRoles(userWrite, mailRead))
  expect(told.memory?.unexplained).toBeUndefined()
  told.read(later(now, minutes(3)), empty)
  told.read(later(now, minutes(4)), empty)
  told.read(later(now, minutes(5)), withRoles(userWrite, mailRead))
  expect(told.memory?.unexplained?.map(({ id }) => id)).toEqual([idOfPermission(mailRead)])
})

test('its end counts after two reads a minute apart, and nothing of it is forgotten between', () => {
  const of = requirementOf([userRead])
  const told = new Told(of)
  told.read(now, empty)
  told.read(later(now, minutes(1)), withRoles(mailRead))
  told.read(later(now, minutes(2)), withRoles(mailRead))
  expect(confirmedIds(told.memory ?? {})).toHaveLength(1)
  told.read(later(now, minutes(3)), empty)
  told.read(later(now, minutes(3) + seconds(59)), empty)
  expect(confirmedIds(told.memory ?? {})).toHaveLength(1)
  told.read(later(now, minutes(4)), empty)
  expect(told.memory?.unexplained).toBeUndefined()
})
