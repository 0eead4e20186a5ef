import { expect, test } from 'vitest'
import { type ActionGroup, type NextActionsData, nextActionsCard } from '../../cards/next-actions.ts'
import type { Card } from '../../cards/render.ts'
import type { FindingCode, Status } from '../../cards/words/codes.ts'
import { activity, adatum, all, contoso, fabrikam, longTenants, none, now } from '../support/card-subjects.ts'
import { complaintsAbout, piecesOf } from '../support/check-card.ts'

const privileged = 'privilegedRoleAdministrator'
const group = (given: Partial<ActionGroup> = {}): ActionGroup => ({
  who: privileged,
  code: 'PERMISSIONS_NEW',
  set: activity,
  status: 'updateRequired',
  tenants: [contoso, fabrikam, adatum],
  ...given,
})
const cardOf = (given: Partial<NextActionsData> = {}): Card =>
  nextActionsCard({
    now,
    groups: [group()],
    tenants: 3,
    isCut: false,
    mostAtOnce: 200,
    rights: all,
    page: 1,
    ...given,
  })
const textsOf = (card: Card) => piecesOf(card).flatMap(({ text }) => (text ? [`${text}`] : []))
const buttonsOf = (card: Card) => piecesOf(card).filter(({ type }) => type === 'Action.Execute')
const plansOf = (card: Card) => buttonsOf(card).filter(({ verb }) => verb === 'waiting.plan')

test('says how many wait for whom, for what, and where, and starts it for all of them', () => {
  const card = cardOf()
  expect(textsOf(card)).toEqual(
    expect.arrayContaining([
      '3 tenants wait for a **Privileged Role Administrator**',
      'New permissions · “User, device and activity”',
      'in Contoso Ltd, Fabrikam, Adatum',
    ]),
  )
  expect(plansOf(card)).toMatchObject([
    { title: 'Update in all 3', data: { who: privileged, code: 'PERMISSIONS_NEW', setId: activity.id } },
  ])
})

test.each<[FindingCode, Status, string[]]>([
  ['PERMISSIONS_REMOVED', 'error', ['Grant in all 3']],
  ['CONSENT_FAILED', 'error', ['Grant in all 3']],
  ['PERMISSIONS_MISSING', 'updateRequired', ['Update in all 3']],
  ['APP_DISABLED_BY_ADMIN', 'error', []],
  ['PERMISSION_NOT_PUBLISHED', 'updateRequired', []],
  ['SETTING_MISSING', 'settingsRequired', []],
  ['READ_FAILED', 'unknown', []],
])(
  '%s while %s: the button is named after what it does, and is there only where it helps',
  (code, status, titles) => {
    expect(plansOf(cardOf({ groups: [group({ code, status })] })).map(({ title }) => title)).toEqual(titles)
  },
)

test('a viewer has no button that acts; more than one plan can hold is said', () => {
  expect(plansOf(cardOf({ rights: none }))).toEqual([])
  expect(plansOf(cardOf({ mostAtOnce: 2 })).map(({ title }) => title)).toEqual(['Update in the first 2'])
})

test('one tenant is opened where the trouble is; of several the list is', () => {
  const opens = (given: Partial<ActionGroup>) =>
    buttonsOf(cardOf({ groups: [group(given)], rights: none }))
      .slice(0, 1)
      .map(({ verb, data }) => ({ verb, data }))
  expect(opens({ tenants: [contoso] })).toEqual([
    { verb: 'grant.details', data: { tenantId: contoso.id, setId: activity.id } },
  ])
  expect(opens({ tenants: [contoso], set: undefined, code: 'CONNECTION_LOST' } as never)).toEqual([
    { verb: 'tenant.show', data: { tenantId: contoso.id } },
  ])
  expect(opens({})).toEqual([
    {
      verb: 'tenant.list',
      data: { waiting: { who: privileged, code: 'PERMISSIONS_NEW', setId: activity.id } },
    },
  ])
})

test('the number who wait for a person counts every page, each tenant once', () => {
  const groups = longTenants(12).map((tenant, n) =>
    group({ set: { id: `set-${n}`, name: `Set ${n}` }, tenants: [contoso, tenant] }),
  )
  for (const page of [1, 2]) {
    const card = cardOf({ groups, page })
    expect(textsOf(card)).toContain('13 tenants wait for a **Privileged Role Administrator**')
    expect(complaintsAbout(card)).toEqual([])
  }
})
