import { describe, expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import type { TenantListRow } from '../../cards/tenant-line.ts'
import { type TenantListData, tenantListCard } from '../../cards/tenant-list.ts'
import {
  adatum,
  alice,
  all,
  appDisabled,
  contoso,
  minutesBefore,
  newPermission,
  now,
  posture,
} from '../support/card-subjects.ts'
import { piecesOf } from '../support/check-card.ts'

const list = (row: Partial<TenantListRow>, given: Partial<TenantListData> = {}): Card =>
  tenantListCard({
    now,
    filter: 'all',
    page: 1,
    total: 1,
    pageSize: 10,
    counts: { all: 1, needsAction: 0, error: 0, blocked: 0 },
    rows: [
      {
        tenant: contoso,
        state: 'connected',
        worst: 'granted',
        counts: { granted: 5 },
        checkedAt: minutesBefore(14),
        ...row,
      },
    ],
    rights: all,
    ...given,
  })

/** Icon and lines of the only row. */
function rowOf(card: Card): string[] {
  const row = piecesOf(card.body).find(({ selectAction }) => selectAction)
  return piecesOf(row).flatMap(({ type, text }) => (type === 'TextBlock' && text !== '›' ? [`${text}`] : []))
}

const blocks = [{ set: posture.name, by: alice.name }]

describe('a row of the tenant list', () => {
  test.each<[string, Partial<TenantListRow>, string, string]>([
    [
      'an error',
      { worst: 'error', counts: { error: 1, granted: 4 }, finding: appDisabled },
      '❌',
      'App disabled · ask Cloud Application Administrator',
    ],
    [
      'more than one',
      { worst: 'error', counts: { error: 1, updateRequired: 2 }, finding: appDisabled },
      '❌',
      'App disabled (+2) · ask Cloud Application Administrator',
    ],
    [
      'what waits for nobody is not counted',
      { worst: 'updateRequired', counts: { updateRequired: 1, notGranted: 3 }, finding: newPermission },
      '⚠️',
      '1 new permission · ask Privileged Role Administrator',
    ],
    ['all well', {}, '✅', '5 of 5 granted · checked 14 min ago'],
    [
      'nothing granted',
      { worst: 'notGranted', counts: { notGranted: 2 } },
      '○',
      '2 not granted · checked 14 min ago',
    ],
    [
      'connecting',
      { worst: 'notGranted', state: 'connecting', counts: {}, checkedAt: undefined },
      '⏳',
      'Waiting for the directory connection',
    ],
    [
      'damaged',
      { damaged: true },
      '❌',
      'Stored data is damaged · ask the admin who runs Grantkeeper to restore a backup',
    ],
    [
      'a block',
      { worst: 'blocked', counts: { blocked: 1, granted: 4 }, blocks },
      '⛔',
      `“${posture.name}” blocked by Alice Moreau`,
    ],
    [
      'a block beside what was never granted',
      { worst: 'notGranted', counts: { blocked: 1, notGranted: 1 }, blocks },
      '⛔',
      `“${posture.name}” blocked by Alice Moreau`,
    ],
    [
      'a block beside an error',
      { worst: 'error', counts: { error: 1, blocked: 1 }, finding: appDisabled, blocks },
      '❌',
      'App disabled · ask Cloud Application Administrator',
    ],
  ])('%s', (_what, row, icon, line) => {
    expect(rowOf(list(row))).toEqual([icon, '**Contoso Ltd** · contoso.com', line])
  })

  test('a lost connection is one cause, however many sets it makes unreadable', () => {
    const finding = { ...appDisabled, code: 'CONNECTION_LOST', who: 'privilegedRoleAdministrator' } as const
    const row = { worst: 'error', state: 'lost', counts: { error: 5 }, finding } as const
    expect(rowOf(list(row)).at(-1)).toBe('Connection lost · ask Privileged Role Administrator')
  })

  test('who looks for blocks reads them, whatever else is wrong', () => {
    const row = { worst: 'error', counts: { error: 1, blocked: 1 }, finding: appDisabled, blocks } as const
    expect(rowOf(list(row, { filter: 'blocked' }))).toEqual([
      '⛔',
      '**Contoso Ltd** · contoso.com',
      `“${posture.name}” blocked by Alice Moreau`,
    ])
  })

  test('the id stands only where another tenant has the same name', () => {
    expect(rowOf(list({ tenant: adatum }))[1]).toBe('**Adatum** · adatum.com')
    expect(rowOf(list({ tenant: adatum, isNameShared: true }))[1]).toBe(
      `**Adatum** · adatum.com · ${adatum.id.slice(0, 8)}…`,
    )
  })
})

test('what is shown is one choice beside the search, and pages keep both', () => {
  const counts = { all: 1_200, needsAction: 30, error: 2, blocked: 1 }
  const card = list({}, { counts, filter: 'needsAction', search: 'con', total: 30, page: 2 })
  const [choice] = piecesOf(card).filter(({ type }) => type === 'Input.ChoiceSet')
  expect(choice).toMatchObject({
    value: 'needsAction',
    choices: [
      { title: 'Needs action (30)', value: 'needsAction' },
      { title: 'Errors (2)', value: 'error' },
      { title: 'Blocked (1)', value: 'blocked' },
      { title: 'All (1,200)', value: 'all' },
    ],
  })
  const [next] = piecesOf(card).filter(({ type, title }) => type === 'Action.Execute' && title === 'Next')
  expect(next?.data).toEqual({ filter: 'needsAction', search: 'con', page: 3 })
})
