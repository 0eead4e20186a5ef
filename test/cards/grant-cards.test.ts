import { describe, expect, test } from 'vitest'
import type { Asking } from '../../cards/asking.ts'
import { consentCard } from '../../cards/consent.ts'
import type { ConsentCardData, ConsentLinkRow } from '../../cards/consent-data.ts'
import { consentPlanCard } from '../../cards/consent-plan.ts'
import { errorCard } from '../../cards/error.ts'
import { type GrantDetailsData, grantDetailsCard } from '../../cards/grant-details.ts'
import { packIds } from '../../cards/pack-ids.ts'
import { pageThatFits } from '../../cards/paging.ts'
import type { PlanTenant } from '../../cards/plan-rows.ts'
import type { Card } from '../../cards/render.ts'
import { tenantCard } from '../../cards/tenant.ts'
import type { TenantSetRow } from '../../cards/tenant-data.ts'
import type { LinkPhase, Status } from '../../cards/words/codes.ts'
import {
  activity,
  activityApps,
  alice,
  all,
  allGranted,
  appDisabled,
  clientId,
  contoso,
  directoryData,
  fabrikam,
  labels,
  litware,
  longTenants,
  lostConnection,
  manyPermissions,
  minutesAfter,
  minutesBefore,
  neverGranted,
  newPermission,
  none,
  now,
  placeRead,
  removed,
  rightMissing,
} from '../support/card-subjects.ts'
import { piecesOf } from '../support/check-card.ts'
import { withWho } from '../support/with-who.ts'

const linesOf = (card: Card): string[] => piecesOf(card).flatMap(({ text }) => (text ? [`${text}`] : []))
const buttonsOf = (card: Card) =>
  piecesOf(card).filter(({ type, title }) => title !== undefined && type !== 'Action.Submit')
const titlesOf = (card: Card) => buttonsOf(card).map(({ title }) => title)
const dataOf = (card: Card, title: string) => buttonsOf(card).find((each) => each.title === title)?.data
const entraUrl = 'https://entra.microsoft.com/'

describe('tenant', () => {
  const one = (given: Partial<TenantSetRow> & { status: Status }, rights = all): Card =>
    tenantCard({
      now,
      tenant: contoso,
      state: 'connected',
      rights,
      sets: [{ set: activity, version: 7, apps: [], findings: [], required: 4, entraUrl, ...given }],
    })
  const firstOf = (card: Card) =>
    buttonsOf(card).find(({ type }) => type !== 'Action.ToggleVisibility')?.title

  test.each([
    ['error', removed, 'Grant permissions'],
    ['error', appDisabled, 'Open in Entra'],
    ['updateRequired', appDisabled, 'Update permissions'],
    ['notGranted', neverGranted, 'Grant permissions'],
    ['blocked', neverGranted, 'Unblock'],
    ['granted', neverGranted, 'Details'],
  ] as const)('%s by %o is mended by its first button', (status, finding, title) => {
    expect(firstOf(one({ status, findings: [finding] }))).toBe(title)
  })

  test('a lost connection is told once, with who must act and the button that mends it', () => {
    const facts = { outcome: 'appNotInTenant' }
    const who = 'privilegedRoleAdministrator'
    const lost = { code: 'CONNECTION_LOST', who, facts, reconnects: true } as const
    const row = { set: activity, version: 7, apps: [], findings: [lost], required: 4, entraUrl }
    const sets = [activity, directoryData, labels].map((set) => ({ ...row, set, status: 'error' as const }))
    const card = tenantCard({ now, tenant: contoso, state: 'lost', rights: all, sets })
    const text = linesOf(card).join('\n')
    expect(text.match(/directory connection/g)).toHaveLength(1)
    expect(text).toMatch(/^❌ The directory connection is lost: The app isn’t in this tenant$/m)
    expect(text.match(/Who: /g)).toHaveLength(1)
    expect(titlesOf(card)[0]).toBe('Connect')
  })

  test.each(['GRANTS_UNEXPLAINED', 'API_ENDED'] as const)(
    'a granted set with %s doesn’t look well',
    (code) => {
      const finding = { code, who: 'nobody', facts: { count: '1' } } as const
      const lines = (findings: TenantSetRow['findings']) =>
        linesOf(one({ status: 'granted', granted: 4, findings })).join('\n')
      expect(lines([finding])).toContain('1 of 1 permission set has a warning')
      expect(lines([finding])).toMatch(/4 of 4 granted · ⚠️ an .* · 1 note/)
      const accepted = { owner: { id: 'alice', name: 'Alice' }, until: minutesAfter(60) }
      expect(lines([{ ...finding, accepted }])).toContain('Nothing needs your attention')
      expect(lines([{ ...finding, accepted }])).not.toContain('⚠️')
    },
  )

  test('a block can be undone as long as there is time', () => {
    expect(firstOf(one({ status: 'blocked', undoUntil: minutesAfter(1) }))).toBe('Undo')
    expect(firstOf(one({ status: 'blocked', undoUntil: minutesBefore(1) }))).toBe('Unblock')
  })

  test('who may only read gets no button that acts', () => {
    const card = one({ status: 'error', findings: [removed], consentId: 'c1' }, none)
    expect(titlesOf(card)).toEqual(['Details', 'Refresh', 'Tenants'])
  })

  test('the worst set stands first', () => {
    const sets = [directoryData, labels, activity].map((set) => ({
      set,
      version: 1,
      apps: [],
      findings: [],
      required: 4,
    }))
    const statuses = ['granted', 'notGranted', 'error'] as const
    const rows = sets.map((row, n) => ({ ...row, status: statuses[n] ?? 'granted' }))
    const lines = linesOf(tenantCard({ now, tenant: contoso, state: 'connected', rights: all, sets: rows }))
    const order = [activity, labels, directoryData].map(({ name }) =>
      lines.findIndex((line) => line.includes(name)),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
  })
})

describe('pages by size', () => {
  const items = [3, 3, 3, 9, 1, 1, 1, 20, 1]
  const page = (wanted?: number) => pageThatFits(items, wanted, { most: 3, budget: 9, weigh: (item) => item })

  test('hold everything once and in order, also what is too heavy', () => {
    const { pages } = page()
    const all = Array.from({ length: pages }, (_, n) => [...page(n + 1).shown])
    expect(all).toEqual([[3, 3, 3], [9], [1, 1, 1], [20], [1]])
  })

  test('a page past the end is the last one; of nothing there is one', () => {
    expect(page(99)).toEqual({ shown: [1], page: 5, pages: 5 })
    expect(pageThatFits([], 2, { most: 3, budget: 9, weigh: () => 1 })).toEqual({
      shown: [],
      page: 1,
      pages: 1,
    })
  })
})

describe('plan', () => {
  const plan = (
    tenants: readonly PlanTenant[],
    permissions = [placeRead],
    canStart = true,
    asking?: Asking,
  ): Card =>
    consentPlanCard({
      ...(asking && { asking }),
      now,
      set: activity,
      apps: activityApps,
      kind: 'grant',
      permissions,
      tenants,
      v: 'v1',
      signer: 'privilegedRoleAdministrator',
      canStart,
    })
  const tenantOf = (given: Partial<PlanTenant> = {}): PlanTenant => ({
    tenant: contoso,
    adds: ['Place.Read.All'],
    keeps: 17,
    needsConnection: false,
    ...given,
  })

  test('sends back what was shown: every tenant and the version', () => {
    const refusal = { code: 'GRANT_BLOCKED', facts: {} } as const
    const card = plan([tenantOf(), tenantOf({ tenant: fabrikam, refusal })])
    expect(dataOf(card, 'Grant permissions')).toEqual({
      setId: activity.id,
      tenantIds: [contoso.id, fabrikam.id],
      v: 'v1',
    })
  })

  test('says once why several tenants are left out', () => {
    const refusal = { code: 'GRANT_ALREADY_COMPLETE', facts: {} } as const
    const blocked = { code: 'GRANT_BLOCKED', facts: { by: 'Bob' } } as const
    const card = plan([
      tenantOf({ tenant: fabrikam, refusal }),
      tenantOf(),
      tenantOf({ tenant: litware, refusal: blocked }),
      tenantOf({ tenant: { ...contoso, name: 'Adatum', domain: 'adatum.com' }, refusal }),
    ])
    const lines = linesOf(card)
    expect(lines).toContain('✅ **1 gets a link**: Contoso Ltd')
    expect(lines).toContain('⊘ **3 are left out**')
    expect(lines).toContain('• Already granted: Fabrikam, Adatum')
    expect(lines.join('\n')).toMatch(/• Already blocked: Litware\nThis set is blocked here by Bob\./)
  })

  test('a request leaves out the tenants that the plan leaves out', () => {
    const refusal = { code: 'GRANT_BLOCKED', facts: {} } as const
    const asking = { why: 'tierZero', v: 'seen' } as const
    const card = plan([tenantOf(), tenantOf({ tenant: fabrikam, refusal })], [placeRead], true, asking)
    expect(dataOf(card, 'Request grant')).toMatchObject({ tenants: packIds([contoso.id]) })
  })

  test('cannot be started when every tenant is refused, and says why', () => {
    const refusal = { code: 'GRANT_BLOCKED', facts: { by: 'Bob' } } as const
    const card = plan([tenantOf({ refusal })], [], false)
    expect(titlesOf(card)).toEqual(['Details', 'Back to tenant'])
    expect(linesOf(card)).toContain('This set is blocked here by Bob.')
  })

  test('names each permission, and explains those that lead to Global Administrator', () => {
    const permissions = manyPermissions(20)
    const lines = linesOf(plan([tenantOf()], permissions)).join('\n')
    expect(permissions.filter(({ value }) => !lines.includes(value))).toEqual([])
    const risky = permissions.filter(({ tier }) => tier === 0)
    expect(lines.split('Without it:')).toHaveLength(risky.length + 1)
    expect(lines).toContain(`${risky.length} tier-0 permissions`)
  })

  test('says that the connection comes first only where it does', () => {
    expect(linesOf(plan([tenantOf({ needsConnection: true })])).join()).toContain('directory connection')
    expect(linesOf(plan([tenantOf()])).join()).not.toContain('directory connection')
  })
})

describe('consent', () => {
  const times: Partial<Record<LinkPhase, Date>> = {
    sent: minutesBefore(9),
    opened: minutesBefore(8),
    returned: minutesBefore(7),
    spreading: minutesBefore(6),
  }
  const link = (phase: LinkPhase, given: Partial<ConsentLinkRow> = {}): ConsentLinkRow => ({
    tenant: contoso,
    kind: 'set',
    step: 1,
    phase,
    times: { ...times, [phase]: minutesBefore(1) },
    expiresAt: minutesAfter(51),
    reads: 2,
    checksUntil: minutesAfter(23),
    ...given,
  })
  const consent = (links: readonly ConsentLinkRow[], given: Partial<ConsentCardData> = {}): Card =>
    consentCard({
      now,
      consentId: 'c1',
      version: 3,
      kind: 'grant',
      set: activity,
      apps: [],
      code: 'K7M-2QX',
      requestedBy: alice,
      createdAt: minutesBefore(9),
      links,
      rights: all,
      ...given,
    })
  const url = 'https://grantkeeper.example/consent/x'

  test('shows the code that the page behind the link shows, and leads there first', () => {
    const card = consent([link('sent', { url, times: { sent: minutesBefore(9) } })])
    expect(linesOf(card).join('\n')).toContain('Code **K7M-2QX**')
    expect(buttonsOf(card)[0]).toMatchObject({ type: 'Action.OpenUrl', title: 'Open consent page', url })
    expect(linesOf(card).join('\n')).toContain('The link works once, until 11:07 UTC')
  })

  test('holds no link for anybody but the person who asked', () => {
    expect(JSON.stringify(consent([link('sent')]))).not.toContain('Open consent page')
    expect(linesOf(consent([link('sent')]))).toContain('The link is in Alice Moreau’s chat with me.')
  })

  test.each(['returned', 'refused', 'notConfirmed'] as const)('%s is not said to be a consent', (phase) => {
    expect(linesOf(consent([link(phase)])).filter((line) => line.startsWith('Consented ·'))).toEqual([])
  })

  test.each([
    'held',
    'sent',
    'opened',
    'returned',
    'spreading',
    'refused',
    'notConfirmed',
    'expired',
    'cancelled',
  ] as const)('%s has no sign of success', (phase) => {
    expect(JSON.stringify(consent([link(phase)]))).not.toContain('✅')
  })

  test('says why it failed, what to do and who can, and offers to ask again', () => {
    const outcome = withWho({ name: 'consentDeclined', code: 'AADSTS65004' })
    const card = consent([link('refused', { outcome })])
    const text = linesOf(card).join('\n')
    expect(text).toContain('❌ Consent was declined')
    expect(text).toContain('Who: Privileged Role Administrator of contoso.com')
    expect(text).toContain('AADSTS65004')
    expect(dataOf(card, 'Grant permissions')).toEqual({ setId: activity.id, tenantIds: [contoso.id] })
  })

  test('names what is still missing while it spreads', () => {
    const lines = linesOf(consent([link('spreading', { missing: ['Place.Read.All'] })]))
    expect(lines).toContain('Propagating: checked twice; keeps checking until 10:39 UTC')
    expect(lines).toContain('Still missing: Place.Read.All')
  })

  test('can be taken back while something waits, with the version that was shown', () => {
    expect(dataOf(consent([link('opened')]), 'Cancel')).toEqual({ consentId: 'c1', v: 3 })
    expect(titlesOf(consent([link('verified')]))).toEqual(['Back to tenant'])
    expect(titlesOf(consent([link('opened')], { rights: none }))).not.toContain('Cancel')
  })

  test('of several tenants, each row leads to what that tenant needs', () => {
    const card = consent([
      link('sent', { url }),
      link('refused', { tenant: fabrikam, outcome: withWho({ name: 'consentDeclined' }) }),
    ])
    expect(linesOf(card)).toContain('⏳ 0 of 2 verified, 1 not granted')
    expect(titlesOf(card)).toEqual(['Open consent page', 'Grant permissions', 'Refresh', 'Cancel', 'Tenants'])
    expect(dataOf(card, 'Grant permissions')).toEqual({ setId: activity.id, tenantIds: [fabrikam.id] })
  })

  test('the connection comes before the set, and the set waits for it', () => {
    const links = [link('sent', { kind: 'connection', url }), link('held', { step: 2, times: {} })]
    const lines = linesOf(consent(links))
    expect(lines).toContain('**1 of 2: directory connection**')
    expect(lines).toContain('Waiting for the connection')
  })
})

const failed = { code: 'CONSENT_FAILED', who: 'privilegedRoleAdministrator' } as const

describe('details', () => {
  const details = (given: Partial<GrantDetailsData>): Card =>
    grantDetailsCard({
      now,
      tenant: contoso,
      set: activity,
      version: 7,
      clientId,
      apps: activityApps,
      status: 'granted',
      findings: [],
      permissions: [],
      settings: [],
      rights: all,
      ...given,
    })
  const permissions = manyPermissions(50).map((row, n) => ({
    ...row,
    state: n === 49 ? ('missing' as const) : ('granted' as const),
  }))

  test('show every permission once, what is missing first', () => {
    const shown: string[] = []
    for (let page = 1; page <= 9; page++) {
      const lines = linesOf(details({ permissions, page }))
      const pages = Number(lines.find((line) => line.startsWith('Page'))?.split(' of ')[1])
      shown.push(...lines.flatMap((line) => /\*\*(\w+\.ReadWrite\.All)\*\*/.exec(line)?.[1] ?? []))
      if (page === pages) break
    }
    expect(shown[0]).toBe(permissions[49]?.value)
    expect(shown.toSorted()).toEqual(permissions.map(({ value }) => value).toSorted())
  })

  test('fold what is granted by API, and keep open what is wrong', () => {
    const card = details({ permissions: permissions.slice(45) })
    const hidden = piecesOf(card).filter((piece) => piece.isVisible === false && piece.type === 'Container')
    const folded = hidden.flatMap((piece) => piecesOf(piece).flatMap(({ text }) => (text ? [`${text}`] : [])))
    const names = (lines: readonly string[]) =>
      lines.flatMap((line) => /\*\*(\w+\.ReadWrite\.All)\*\*/.exec(line)?.[1] ?? [])
    const granted = permissions.slice(45, 49).map(({ value }) => value)
    expect(names(folded).toSorted()).toEqual(granted.toSorted())
    expect(names(linesOf(card))[0]).toBe(permissions[49]?.value)
    expect(linesOf(card)).toContain('1 of 5 permissions not granted')
    const toggled = buttonsOf(card).flatMap(({ targetElements }) => targetElements ?? [])
    for (const { id } of hidden) expect(toggled).toContain(id)
  })

  test('of a set that was never granted, nothing stands out as wrong', () => {
    const never = permissions.slice(0, 9).map((row) => ({ ...row, state: 'missing' as const }))
    const card = details({ status: 'notGranted', permissions: never })
    expect(linesOf(card).join()).not.toContain('not granted')
    expect(
      piecesOf(card).filter((piece) => piece.isVisible === false && piece.type === 'Container'),
    ).toHaveLength(3)
  })

  test.each([
    ['error', removed, ['Grant permissions', 'Open in Entra', 'Check again', 'Block permissions']],
    ['error', appDisabled, ['Open in Entra', 'Check again', 'Block permissions']],
    ['unknown', rightMissing, ['Connect', 'Check again', 'Open in Entra', 'Block permissions']],
    ['error', lostConnection, ['Connect', 'Check again', 'Block permissions']],
    ['granted', allGranted, ['Check again', 'Open in Entra', 'Block permissions']],
    ['notGranted', neverGranted, ['Grant permissions', 'Check again']],
  ] as const)('%s by %o offers what helps, the fix first', (status, finding, titles) => {
    const card = details({
      status,
      findings: [finding],
      permissions,
      ...(status !== 'notGranted' && { entraUrl }),
    })
    const acts = piecesOf(card).find(({ type }) => type === 'ActionSet')?.actions as { title: string }[]
    expect(acts.map(({ title }) => title)).toEqual(titles)
  })

  test.each([
    [[failed, newPermission], 'Update permissions'],
    [[failed, neverGranted], 'Grant permissions'],
    [[removed, newPermission], 'Grant permissions'],
  ] as const)('%o: the button is named after what it does', (findings, title) => {
    const shown = [
      tenantCard({
        now,
        tenant: contoso,
        state: 'connected',
        rights: all,
        sets: [{ set: activity, version: 7, apps: [], findings, required: 4, status: 'error' }],
      }),
      details({ status: 'error', findings }),
    ]
    for (const card of shown) {
      const named = titlesOf(card).filter(
        (each) => each === 'Update permissions' || each === 'Grant permissions',
      )
      expect(named).toEqual([title])
    }
  })

  test('do not claim that something is missing where nothing was read', () => {
    const unread = permissions.map((row) => ({ ...row, state: 'notRead' as const }))
    const text = linesOf(details({ status: 'unknown', permissions: unread })).join('\n')
    expect(text).toContain('never checked')
    expect(text).not.toMatch(/missing|of \d+ granted|\d of \d+ permissions/)
  })
})

describe('error', () => {
  test('tells tenants of one name apart, and leads to them', () => {
    const facts = { text: 'con', names: ['Contoso', 'Contoso'], domains: ['contoso.com', 'contoso.de'] }
    const card = errorCard({ now, code: 'TENANT_AMBIGUOUS', facts })
    expect(linesOf(card).join('\n')).toContain(
      'Contoso (contoso.com), Contoso (contoso.de)'.replaceAll(/[()]/g, '\\$&'),
    )
    expect(dataOf(card, 'Tenants')).toEqual({ search: 'con' })
  })

  test('names the service that failed in words, and the number under which the log has it', () => {
    const facts = { service: 'graph', status: 503 }
    const card = errorCard({ now, code: 'OUTSIDE_UNAVAILABLE', facts, reference: 'GK-1' })
    expect(linesOf(card).join('\n')).toContain('Microsoft Graph couldn’t be reached')
    expect(linesOf(card)).toContain('Reference GK-1 · 503')
  })

  test('offers at most six suggestions', () => {
    const suggestions = longTenants(9).map(({ domain }) => ({
      button: 'command' as const,
      input: { text: domain },
      title: domain,
    }))
    const sets = piecesOf(errorCard({ now, code: 'COMMAND_UNKNOWN', facts: {}, suggestions }))
    expect(sets.find(({ type }) => type === 'ActionSet')?.actions).toHaveLength(6)
  })
})
