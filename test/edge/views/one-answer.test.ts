import { expect, test } from 'vitest'
import { diagnose } from '#domain/doctor/diagnose.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import type { Status } from '#domain/status/status.ts'
import { findingData, outcomeRef } from '#edge/views/refs.ts'
import type { Outcome, OutcomeEntry } from '#platform/microsoft/outcome.ts'
import { makeOutcome, type OutcomeName, outcomeTable, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { alertCard } from '../../../cards/alert.ts'
import { alertDigestCard } from '../../../cards/alert-digest.ts'
import { consentCard } from '../../../cards/consent.ts'
import { doctorCard } from '../../../cards/doctor.ts'
import type { FindingData } from '../../../cards/findings.ts'
import { grantDetailsCard } from '../../../cards/grant-details.ts'
import type { Card } from '../../../cards/render.ts'
import { syncCard } from '../../../cards/sync.ts'
import { tenantCard } from '../../../cards/tenant.ts'
import { tenantListCard } from '../../../cards/tenant-list.ts'
import { en as words } from '../../../cards/words/en.ts'
import {
  declined,
  directoryRead,
  factsWith,
  maxAgeMs,
  readAt,
  requirement,
  verifiedWith,
} from '../../domain/status/grant-samples.ts'
import { readText } from '../../support/card-parts.ts'
import { activity, alice, contoso, none, now } from '../../support/card-subjects.ts'

const needed = requirement([directoryRead])
const facts = { at: readAt, value: factsWith([directoryRead]) }
const verified = verifiedWith([directoryRead])
const rights = { sync: true, grant: true }

/** The finding that each way of failing leaves. */
function findingOf(outcome: Outcome, where: 'readFailure' | 'connectionLost' | 'failure' | 'plans') {
  const unread = {
    at: readAt,
    value: factsWith([directoryRead], { directoryRoles: { read: false, outcome } }),
  }
  const twice = where === 'connectionLost' ? { confirmedAt: readAt } : {}
  const trouble = { [where]: { at: readAt, outcome, ...twice } }
  const memory = where === 'plans' ? { facts: unread, verified } : { facts, verified, ...trouble }
  const withRole = requirement(
    [directoryRead],
    [
      {
        kind: 'directoryRole',
        id: 'r',
        name: 'A role',
        apps: [],
        coach: 'Assign it',
        without: 'Nothing',
        roleTemplateId: 'x',
        roleName: 'A role',
      },
    ],
  )
  const evaluation = evaluateStatus({ requirement: withRole, memory, now, maxAgeMs })
  const finding = evaluation.findings.find((each) => each.facts?.outcome === outcome.name)
  if (!finding) throw new Error(`no finding of ${outcome.name} among ${JSON.stringify(evaluation.findings)}`)
  return { status: evaluation.status, finding: findingData(finding, withRole) }
}

/** Every card that says who must act about an outcome. */
function cardsOf(outcome: Outcome): [name: string, card: Card][] {
  const said = outcomeRef(outcome, leastRoleToConsent(needed.permissions))
  const link = {
    tenant: contoso,
    kind: 'set' as const,
    step: 1,
    phase: 'refused' as const,
    times: {},
    expiresAt: now,
    reads: 0,
    outcome: said,
  }
  const about = { now, version: 1, rights }
  const common = {
    kind: 'grant' as const,
    set: activity,
    apps: [],
    code: 'ABC-123',
    requestedBy: alice,
    createdAt: now,
  }
  const sync = {
    now,
    runId: 'run',
    state: 'done' as const,
    total: 1,
    done: 1,
    failed: 1,
    changed: 0,
    startedAt: now,
    failures: [{ outcome: said, count: 1, tenants: [contoso] }],
    notRefreshed: [],
    rights,
  }
  const alarm = {
    now,
    id: 1,
    version: 1,
    condition: 'syncStopped' as const,
    severity: 'critical' as const,
    state: 'open' as const,
    openedAt: now,
    findings: [],
    facts: { outcome: outcome.name, count: '3' },
    outcome: said,
    losses: [],
    apps: [],
    rights: { act: true, fix: true },
    snoozeDays: 7,
  }
  return [
    ['doctor', doctorCard({ now, text: 'x', diagnosis: { ...said, tenant: contoso } })],
    ['sync of one tenant', syncCard({ ...sync, tenant: contoso })],
    ['sync of all', syncCard(sync)],
    ['follow-up', consentCard({ ...about, consentId: 'c', ...common, links: [link] })],
    ['alarm', alertCard(alarm)],
    ...(['readFailure', 'connectionLost', 'failure', 'plans'] as const).flatMap((where) =>
      ofFinding(outcome, where),
    ),
  ]
}

function ofFinding(outcome: Outcome, where: Parameters<typeof findingOf>[1]): [string, Card][] {
  const { status, finding } = findingOf(outcome, where)
  const row = { set: activity, version: 1, apps: [], required: 1, status, findings: [finding] }
  const alert = {
    now,
    id: 1,
    version: 1,
    condition: 'otherError' as const,
    severity: 'warning' as const,
    state: 'open' as const,
    openedAt: now,
    tenant: contoso,
    set: activity,
    findings: [finding],
    facts: {},
    losses: [],
    apps: [],
    rights: { act: true, fix: true },
    snoozeDays: 7,
  }
  const details = {
    now,
    tenant: contoso,
    set: activity,
    version: 1,
    apps: [],
    clientId: '2b2b2b2b-0000-4000-8000-00000000000a',
    status,
    findings: [finding],
    permissions: [],
    settings: [],
    rights,
  }
  return [
    [`details, ${where}`, grantDetailsCard(details)],
    [`alert, ${where}`, alertCard(alert)],
    [`digest, ${where}`, alertDigestCard({ now, digestId: 1, openedAt: now, alerts: [alert], mayAct: true })],
    ...(where === 'plans'
      ? []
      : ([
          [`status, ${where}`, tenantCard({ now, tenant: contoso, state: 'connected', sets: [row], rights })],
          [`list, ${where}`, listWith(status, finding)],
        ] as [string, Card][])),
    ...(where === 'connectionLost'
      ? ([
          ['status, lost', tenantCard({ now, tenant: contoso, state: 'lost', sets: [row, row], rights })],
          [
            'status, lost, for a viewer',
            tenantCard({ now, tenant: contoso, state: 'lost', sets: [row], rights: none }),
          ],
        ] as [string, Card][])
      : []),
  ]
}

const listWith = (worst: Status, finding: FindingData): Card =>
  tenantListCard({
    now,
    filter: 'all',
    page: 1,
    total: 1,
    pageSize: 10,
    counts: { all: 1, needsAction: 1, error: 0, blocked: 0 },
    rows: [{ tenant: contoso, state: 'connected', worst, counts: { [worst]: 1 }, finding }],
    rights,
  })

/** The sentences of all roles, with the tenant by name, as “the tenant”, and without it, the longest first. */
const roleSentences = (Object.keys(words.who) as (keyof typeof words.who)[])
  .flatMap((who) =>
    [contoso.domain, words.theTenant, undefined].map((where) => [words.who[who](where), who] as const),
  )
  .toSorted(([a], [b]) => b.length - a.length)

/** Who the lines of a card say must act. */
function whoOn(card: Card): string[] {
  const text = readText(card).replaceAll('\\', '')
  const lines = text
    .split('\n')
    .filter((line, at, all) => /^Who: |Ask: | · ask /.test(line) || all[at - 1] === words.doctor.who)
  return lines.flatMap((line) => {
    // A remedy before it can name others.
    const named = line.slice(
      Math.max(0, ...['Who: ', 'Ask: ', ' · ask '].map((mark) => line.lastIndexOf(mark))),
    )
    const found = roleSentences.find(([sentence]) => named.toLowerCase().includes(sentence.toLowerCase()))
    return found ? [found[1]] : []
  })
}

const rows = (Object.entries(outcomeTable) as [OutcomeName, OutcomeEntry][]).flatMap(
  ([name, { codes = [] }]) => (codes.length > 0 ? codes : [undefined]).map((code) => [name, code] as const),
)

for (const [name, code] of rows) {
  test(`${name} ${code ?? ''}: every card names the same person`, () => {
    const outcome = makeOutcome('login', name, code === undefined ? {} : { code })
    const expected = whoMustAct(outcome, leastRoleToConsent(needed.permissions))
    for (const [place, card] of cardsOf(outcome)) {
      const said = new Set(whoOn(card))
      // A digest names people only where its rows do.
      if (place.startsWith('digest') && said.size === 0) continue
      // Findings leave out a line that says nobody has to act.
      if (expected === 'nobody')
        expect(
          [...said].filter((who) => who !== 'nobody'),
          place,
        ).toEqual([])
      else expect([...said], place).toEqual([expected])
    }
    if (code && /^\d+$/.test(code)) expect(diagnose(`AADSTS${code}`)[0]?.outcomeName).toBe(name)
  })
}

test('an outcome that was declined is said to the least role that can consent to the set', () => {
  const outcome = outcomeRef(declined, 'cloudApplicationAdministrator')
  expect(outcome.who).toBe('cloudApplicationAdministrator')
})
