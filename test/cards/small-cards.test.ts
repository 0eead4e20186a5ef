import { describe, expect, test } from 'vitest'
import { catalogCard } from '../../cards/catalog.ts'
import { doctorCard } from '../../cards/doctor.ts'
import { allCommandsCard, type HelpData, helpCard } from '../../cards/help.ts'
import { historyCard } from '../../cards/history.ts'
import type { HistoryRow } from '../../cards/history-groups.ts'
import { notAllowedCard } from '../../cards/not-allowed.ts'
import { permissionWhyCard } from '../../cards/permission-why.ts'
import type { Card } from '../../cards/render.ts'
import { setCard } from '../../cards/set.ts'
import { settingsCard } from '../../cards/settings.ts'
import { roleProblems, type SettingsRole } from '../../cards/settings-roles.ts'
import type { SettingsSet } from '../../cards/settings-sets.ts'
import { type SyncCardData, syncCard } from '../../cards/sync.ts'
import { tenantAddCard } from '../../cards/tenant-add.ts'
import { tenantRemoveCard } from '../../cards/tenant-remove.ts'
import { type WelcomeState, welcomeCard } from '../../cards/welcome.ts'
import { whoamiCard } from '../../cards/whoami.ts'
import { helpTasks, type Role } from '../../cards/words/codes.ts'
import { commandsEn } from '../../cards/words/commands-en.ts'
import { en } from '../../cards/words/en.ts'
import {
  accountActions,
  activity,
  adatum,
  alice,
  all,
  auditLogRead,
  contoso,
  directoryData,
  fabrikam,
  labels,
  manyPermissions,
  minutesBefore,
  none,
  now,
  riskInsights,
  roleManagement,
} from '../support/card-subjects.ts'
import { piecesOf } from '../support/check-card.ts'
import { withWho } from '../support/with-who.ts'

const linesOf = (card: Card): string[] => piecesOf(card).flatMap(({ text }) => (text ? [`${text}`] : []))
const buttonsOf = (card: Card) => piecesOf(card).filter(({ type }) => type === 'Action.Execute')
const titlesOf = (card: Card) => buttonsOf(card).map(({ title }) => title)
const dataOf = (card: Card, title: string) => buttonsOf(card).find((each) => each.title === title)?.data

describe('sync', () => {
  const sync = (given: Partial<SyncCardData>): Card =>
    syncCard({
      now,
      runId: 'r1',
      state: 'running',
      total: 1_000,
      done: 124,
      failed: 3,
      changed: 2,
      startedAt: minutesBefore(2),
      by: alice,
      failures: [
        { outcome: withWho({ name: 'graphThrottled', code: '429' }), count: 2, tenants: [contoso] },
        { outcome: withWho({ name: 'appDisabled' }), count: 1, tenants: [fabrikam] },
      ],
      notRefreshed: [riskInsights],
      rights: all,
      ...given,
    })

  test('while it runs: how far, how many errors, Refresh and Cancel of this run', () => {
    const card = sync({})
    expect(linesOf(card)).toContain('124 of 1,000, 3 errors')
    expect(titlesOf(card)).toEqual(['Refresh', 'Cancel'])
    expect(dataOf(card, 'Cancel')).toEqual({ runId: 'r1' })
    expect(linesOf(card).join('\n')).not.toContain('changed')
  })

  test('without the right to sync there is no Cancel, and nothing to start again', () => {
    expect(titlesOf(sync({ rights: none }))).toEqual(['Refresh'])
    expect(titlesOf(sync({ rights: none, state: 'done' }))).toEqual(['Tenants'])
  })

  test('at its end: what was read, what changed, failures by reason with remedy, and what it did not refresh', () => {
    const card = sync({ state: 'done', done: 1_000, endedAt: now })
    const said = linesOf(card)
    expect(said).toEqual(
      expect.arrayContaining([
        '⚠️ Sync finished',
        '997 of 1,000 were read.',
        '2 statuses changed.',
        '2 × **Microsoft Graph is busy** · Code 429',
        'Wait. Grantkeeper retries automatically.',
        'Contoso Ltd (contoso.com), and 1 more',
        'Fabrikam (fabrikam.com)',
        'Started 10:14 UTC by Alice Moreau · took 2 min',
      ]),
    )
    expect(said.find((line) => line.startsWith('ℹ️'))).toMatch(/Not refreshed by a manual sync: Risk Insights/)
    expect(titlesOf(card)).toEqual(['Tenants', 'Sync all'])
  })

  test('of few, words instead of numbers: one, both, all', () => {
    const said = (total: number) =>
      linesOf(sync({ state: 'done', done: total, total, failed: 0, failures: [] }))
    expect(said(1)).toContain('It was read.')
    expect(said(2)).toContain('Both were read.')
    expect(said(3)).toContain('All 3 were read.')
  })

  test('cancelled: what was not reached is said, and nothing claims to be read', () => {
    expect(linesOf(sync({ state: 'cancelled' }))).toEqual(
      expect.arrayContaining([
        '121 of 1,000 were read.',
        '876 tenants weren’t reached and keep their status.',
      ]),
    )
  })

  test('of one tenant that could not be read: the reason stands alone', () => {
    const failures = [{ outcome: withWho({ name: 'appDisabled' }), count: 1, tenants: [contoso] }]
    const card = sync({ tenant: contoso, state: 'done', total: 1, done: 1, failed: 1, failures })
    expect(linesOf(card)).toEqual(
      expect.arrayContaining(['❌ Couldn’t be read', 'Its last known state is kept.']),
    )
    expect(linesOf(card).join('\n')).not.toMatch(/×|No status changed|was read/)
    expect(dataOf(card, 'Sync now')).toEqual({ tenantId: contoso.id })
  })

  test('a reason that this version does not know still says something', () => {
    const failures = [{ outcome: withWho({ name: 'toString' }), count: 1, tenants: [] }]
    expect(linesOf(sync({ failures }))).toContain('1 × **Unknown reason**')
  })
})

describe('settings', () => {
  const settings = (sets: readonly Partial<SettingsSet>[], page?: number, problems: string[] = []): Card =>
    settingsCard({
      now,
      version: '0.1.0',
      suite: 'Trend Vision One',
      catalog: { version: 7, source: 'catalog.json', sets: 5, permissions: 50 },
      tenants: 12,
      publicUrl: 'https://bot.example',
      syncEveryMs: 6 * 3_600_000,
      demo: false,
      roles: [
        {
          role: 'approver',
          people: 3,
          groups: [{ id: adatum.id, name: 'Leads', isMissing: false, members: 2, tenants: 1 }],
        },
        { role: 'auditor', people: 0, groups: [] },
      ],
      hasNoApprover: false,
      problems,
      page,
      sets: sets.map((given, n) => ({
        set: { id: `s${n}`, name: `Set ${n}` },
        apps: [],
        source: 'registration' as const,
        readAt: minutesBefore(5),
        registration: [],
        ...given,
      })),
    })
  const iconsOf = (card: Card) => linesOf(card).filter((line) => ['❌', '⚠️', '❔', '✅'].includes(line))

  test('puts the sets that need somebody first', () => {
    const card = settings([
      {},
      { readAt: undefined },
      { registration: ['unreadable'] },
      { registration: ['replyAddressMissing'] },
    ])
    expect(iconsOf(card)).toEqual(['❌', '⚠️', '❔', '✅'])
    expect(linesOf(card)).toContain('App registrations · 2 of 4 need attention')
  })

  test('says ready only of a registration that was read', () => {
    expect(linesOf(settings([{ readAt: undefined }])).join('\n')).not.toMatch(/ready/i)
    expect(linesOf(settings([{}]))).toContain('Ready for consent')
  })

  test('says that all is well only when it is', () => {
    const well = '✅ No problems found.'
    expect(linesOf(settings([{}]))).toContain(well)
    expect(linesOf(settings([{ registration: ['unreadable'] }]))).not.toContain(well)
    expect(linesOf(settings([{}], 1, ['The clock is wrong.']))).not.toContain(well)
  })

  test('names the field that an unreadable answer lacked, of a registration and of a group', () => {
    const outcome = withWho({ name: 'answerUnreadable', field: 'web.redirectUris' })
    const said = linesOf(settings([{ registration: ['unreadable'], outcome }])).join('\n')
    expect(said).toContain('The response couldn’t be read · missing or changed field: web.redirectUris')
    const groups = [{ id: contoso.id, name: 'Leads', isMissing: false, outcome }]
    const [line] = roleProblems([{ role: 'approver', people: 1, groups }], false)
    expect(line).toContain('missing or changed field: web.redirectUris')
  })

  test('names people per role and how often it syncs', () => {
    const said = linesOf(settings([{}])).join('\n')
    expect(said).toContain('**approver:** 3 people · Leads (2 people, only 1 tenant)')
    expect(said).toContain('**auditor:** 0 people')
    expect(said).toContain('every 6 hours')
  })

  test('thirty sets stand on four pages, each once', () => {
    const sets = Array.from({ length: 30 }, () => ({}))
    const names = [1, 2, 3, 4].flatMap((page) =>
      linesOf(settings(sets, page)).filter((line) => line.startsWith('**Set')),
    )
    expect(new Set(names).size).toBe(30)
    expect(names).toHaveLength(30)
    expect(dataOf(settings(sets, 2), 'Next')).toEqual({ page: 3 })
    expect(titlesOf(settings(sets, 9))).not.toContain('Next')
  })
})

describe('set and catalog', () => {
  const set = (permissions = manyPermissions(20), page?: number): Card =>
    setCard({
      now,
      set: activity,
      clientId: 'c',
      apps: [{ ...riskInsights, purpose: 'Judges risk', manualSync: false, tenantLimit: 1 }],
      permissions,
      settings: [{ name: 'Licence', coach: 'Buy one', without: 'Less data' }],
      source: 'registration',
      page,
    })
  const valuesOf = (card: Card) => linesOf(card).filter((line) => line.startsWith('**Device'))

  test('every permission stands on exactly one page', () => {
    const values = [1, 2, 3].flatMap((page) => valuesOf(set(undefined, page)))
    expect(values).toHaveLength(20)
    expect(new Set(values).size).toBe(20)
  })

  test('the riskiest permission of an API comes first, and tier 0 is said at once', () => {
    const said = linesOf(set([auditLogRead, roleManagement]))
    const at = (value: string) => said.findIndex((line) => line.startsWith(`**${value}`))
    expect(at('RoleManagement')).toBeLessThan(at('AuditLog'))
    expect(said.some((line) => line.startsWith('⚠️ 1 tier-0 permission'))).toBe(true)
  })

  test('rules of an app stand beside it', () => {
    expect(linesOf(set())).toContain(
      '**Risk Insights**: Judges risk · in at most 1 tenant · not refreshed by a manual sync',
    )
  })

  test('apps stand on the first page, settings on the last', () => {
    const says = (page: number) => linesOf(set(undefined, page))
    expect([says(1).includes('Apps'), says(3).includes('Apps')]).toEqual([true, false])
    expect([says(1).includes('**Licence**'), says(3).includes('**Licence**')]).toEqual([false, true])
  })

  test('the catalog leads to each set and says which one cannot be granted yet', () => {
    const card = catalogCard({
      now,
      suite: 'x',
      version: 1,
      sets: [{ set: labels, apps: [], permissions: 5, tierZero: 2, settings: ['A role'], configured: false }],
    })
    expect(linesOf(card)).toContain('5 permissions, 2 in tier 0 · ⚠️ not configured: no client ID')
    expect(linesOf(card)).toContain('Also needs: A role')
    expect(dataOf(card, 'Open')).toEqual({ setId: labels.id })
  })

  test('why names the sets that find no room on the card', () => {
    const uses = Array.from({ length: 8 }, (_, n) => ({
      set: { id: `s${n}`, name: `Set ${n}` },
      apps: [],
      permission: auditLogRead,
    }))
    const said = linesOf(permissionWhyCard({ now, value: 'AuditLog.Read.All', uses }))
    expect(said).toContain('Required by 8 permission sets')
    expect(said).toContain('Also required by: Set 5, Set 6, Set 7')
  })
})

describe('history', () => {
  const history = (row: Partial<HistoryRow>): string =>
    linesOf(
      historyCard({ now, older: false, rows: [{ at: now, action: 'grant.block', result: 'done', ...row }] }),
    ).join('\n')

  test('says who did what where', () => {
    const said = history({ by: alice, tenant: contoso, set: directoryData })
    expect(said).toContain(
      `**Contoso Ltd** · contoso.com · 10:16 UTC\n✓\n**Alice Moreau** blocked: “${directoryData.name}”`,
    )
  })

  test('says who tried what and why it was refused, in words', () => {
    const said = history({ by: alice, result: 'refused', reason: 'ROLE_MISSING' })
    expect(said).toContain('**Alice Moreau** tried to block')
    expect(said).toContain('· Reason: The required role is missing')
  })

  test('says what Grantkeeper detected, and from which status to which', () => {
    const change = { from: 'granted', to: 'error' }
    const said = history({ action: 'grant.status', change })
    expect(said).toContain('**Grantkeeper** detected a status change')
    expect(said).toContain('✅ Granted → ❌ Error')
    const failed = history({ action: 'consent.refused', result: 'failed', reason: 'consentDeclined' })
    expect(failed).toContain('**Grantkeeper** noted that consent was refused')
    expect(failed).toContain('Reason: Consent was declined')
  })

  test.each(['constructor', '__proto__', 'no.such'])(
    'an unknown verb, status or code %s is shown as it is',
    (odd) => {
      const said = history({ action: odd, reason: odd, change: { from: odd, to: odd } }).replaceAll('\\', '')
      expect(said).toContain(`**Grantkeeper** ${odd}`)
      expect(said).toContain(`${odd} → ${odd}`)
      expect(said).toContain(`Reason: ${odd}`)
    },
  )

  test('pages keep tenant and set', () => {
    const card = historyCard({ now, older: true, rows: [], tenant: contoso, set: labels, nextBefore: 7 })
    const about = { tenantId: contoso.id, setId: labels.id }
    expect(dataOf(card, 'Next')).toEqual({ ...about, before: 7 })
    expect(dataOf(card, 'Newest')).toEqual(about)
  })

  test('a tenant that was removed leads nowhere', () => {
    const card = historyCard({ now, older: false, rows: [], tenant: { ...contoso, isRemoved: true } })
    expect(titlesOf(card)).not.toContain('Back to tenant')
    expect(linesOf(card)).toContain('of Contoso Ltd (removed)')
  })
})

describe('people', () => {
  test('a stranger learns no name and gets no button', () => {
    const card = notAllowedCard({ now, reason: 'PERSON_FOREIGN', ask: ['Alice Moreau'] })
    expect(JSON.stringify(card)).not.toContain('Alice')
    expect(titlesOf(card)).toEqual([])
  })

  test('somebody without a role learns whom to ask', () => {
    const ask = (names: string[]) => linesOf(notAllowedCard({ now, reason: 'NO_ROLE', ask: names }))
    expect(ask(['Alice Moreau', 'Bob Okafor'])).toContain('Ask Alice Moreau, Bob Okafor.')
    expect(ask([])).toContain('Ask an approver to add you.')
  })

  test('whoami shows whole ids and what each role may do', () => {
    const said = linesOf(
      whoamiCard({
        now,
        ask: [],
        name: 'Bob',
        objectId: contoso.id,
        tenantId: fabrikam.id,
        roles: [{ role: 'approver', group: { id: adatum.id, name: 'Leads' }, tenants: [contoso] }],
        unread: [{ role: 'auditor', group: { id: adatum.id, name: '' } }],
        checkedAt: now,
      }),
    ).join('\n')
    expect(said).toContain(contoso.id)
    expect(said).toContain(fabrikam.id)
    expect(said).toContain('**approver** · also grants, blocks')
    expect(said).toContain('Through the group Leads · only in Contoso Ltd')
    expect(said).toContain('couldn’t be checked')
    expect(said).not.toContain('You have no role')
  })

  test('settings say that nobody can approve, and which groups are wrong', () => {
    const group = { id: adatum.id, name: 'Leads', isMissing: false }
    const roles = (given: object): SettingsRole[] => [
      { role: 'approver', people: 0, groups: [{ ...group, ...given }] },
    ]
    expect(roleProblems(roles({ members: 3 }), false)).toEqual([])
    expect(roleProblems(roles({ members: 0 }), true).join()).toMatch(/There’s no approver/)
    expect(roleProblems(roles({}), false).join()).toMatch(/Leads can’t be read/)
    expect(roleProblems(roles({ isMissing: true }), false).join()).toMatch(/Leads doesn’t exist/)
  })

  const help = (given: Partial<HelpData> = {}): Card =>
    helpCard({
      now,
      may: ['viewer'],
      suite: 'x',
      inChannel: false,
      names: { tenant: contoso, set: activity, permission: { id: 'User.Read', name: 'User.Read' } },
      open: 'see',
      ask: ['Alice', 'Bob'],
      ...given,
    })
  const viewer: Role[] = ['viewer']
  const operator: Role[] = ['viewer', 'operator']
  const approver: Role[] = ['viewer', 'operator', 'approver', 'auditor']

  test.each<[Role[], string[]]>([
    [[], []],
    [viewer, ['See', 'Alerts', 'Requests', 'Ask']],
    [
      ['viewer', 'auditor'],
      ['See', 'Alerts', 'Requests', 'Ask'],
    ],
    [operator, ['See', 'Grant', 'Block', 'Alerts', 'Requests', 'Ask']],
    [approver, ['See', 'Grant', 'Block', 'Alerts', 'Requests', 'Ask']],
  ])('help for who may %j has the tasks %j', (may, titles) => {
    const tabs = buttonsOf(help({ may })).filter(({ data }) => (data as { task?: string })?.task)
    expect(tabs.map(({ title }) => title)).toEqual(titles)
  })

  test('help opens what it was asked for, marks it, and falls back to what the role allows', () => {
    const isOpen = (card: Card) =>
      buttonsOf(card).flatMap(({ style, title }) => (style === 'positive' ? [title] : []))
    expect(isOpen(help({ may: approver, open: 'block' }))).toEqual(['Block'])
    expect(linesOf(help({ may: approver, open: 'block' })).join()).toContain('block User, device')
    expect(isOpen(help({ may: viewer, open: 'block' }))).toEqual(['See'])
  })

  test.each(commandsEn.filter(({ role }) => role !== 'anyone'))('help about $usage shows it', (command) => {
    const { usage, task, does, example } = command
    const card = help({ may: approver, open: task, asked: usage })
    expect(linesOf(card).join('\n')).toContain(does)
    const lines = buttonsOf(card).filter(({ verb }) => verb === 'command.run')
    expect(lines.length).toBeLessThanOrEqual(5)
    if (!example) expect(lines[0]?.data).toMatchObject({ text: expect.stringMatching(/^[a-z]+( [a-z]+)?$/) })
  })

  test('a task has one to five lines, so that the card is seen at once', () => {
    for (const open of helpTasks) {
      const lines = buttonsOf(help({ may: approver, open })).filter(({ verb }) => verb === 'command.run')
      expect(lines.length, open).toBeGreaterThan(0)
      expect(lines.length, open).toBeLessThanOrEqual(5)
    }
  })

  test('an example is about what exists, and sends its ID; what has no name has no example', () => {
    const status = (card: Card) =>
      piecesOf(card).find(({ title, type }) => type === 'Action.Execute' && `${title}`.startsWith('status'))
    expect(status(help())).toMatchObject({
      title: `status ${contoso.name}`,
      verb: 'command.run',
      data: { text: `status ${contoso.id}` },
    })
    expect(status(help({ names: {} }))).toBeUndefined()
  })

  test('without a role help says whom to ask, and offers nothing that would be refused', () => {
    const card = help({ may: [] })
    expect(linesOf(card).join()).toContain('Ask Alice, Bob.')
    expect(titlesOf(card)).toEqual(['Who am I'])
  })

  test('help says the mention only where it is needed', () => {
    for (const card of [
      (inChannel: boolean) => help({ inChannel }),
      (inChannel: boolean) => allCommandsCard({ now, may: viewer, inChannel }),
    ]) {
      expect(linesOf(card(true)).join()).toContain('mention me')
      expect(linesOf(card(false)).join()).not.toContain('mention me')
    }
  })

  test('all commands are those of the role, each as it is typed', () => {
    const listed = (may: Role[]) =>
      linesOf(allCommandsCard({ now, may, inChannel: false })).flatMap(
        (line) => /^\*\*(.+?)\*\*/.exec(line)?.[1] ?? [],
      )
    const allowed = (may: Role[]) =>
      en.commands.filter(({ role }) => role === 'anyone' || may.includes(role)).map(({ usage }) => usage)
    for (const may of [viewer, operator, approver, ['viewer', 'auditor'] as Role[]])
      expect(
        listed(may)
          .map((line) => line.replaceAll('\\', ''))
          .toSorted(),
      ).toEqual(allowed(may).toSorted())
    expect(listed(['viewer', 'auditor']).join()).toContain('export')
    expect(listed(operator).join()).not.toContain('export')
  })

  test.each<[WelcomeState, string, string | undefined]>([
    [{ kind: 'tenants', all: 0, needsAction: 0, mayAdd: true }, 'No tenant yet', 'Add tenant'],
    [{ kind: 'tenants', all: 0, needsAction: 0, mayAdd: false }, 'No tenant yet', undefined],
    [
      { kind: 'tenants', all: 12, needsAction: 6, mayAdd: false },
      '6 of 12 tenants need attention',
      'Show the 6 tenants',
    ],
    [
      { kind: 'tenants', all: 12, needsAction: 1, mayAdd: false },
      '1 of 12 tenants needs attention',
      'Show the tenant',
    ],
    [
      { kind: 'tenants', all: 3, needsAction: 0, mayAdd: false },
      'None of your 3 tenants needs attention',
      'Tenants',
    ],
    [{ kind: 'noRole', ask: ['Alice'] }, 'Ask Alice.', 'Who am I'],
    [{ kind: 'unknown' }, 'Permission set', 'Tenants'],
  ])('the welcome for %j says %j and leads to %j', (state, says, leads) => {
    const card = welcomeCard({ now, suite: 'x', inChannel: false, state })
    expect(linesOf(card).join()).toContain(says)
    expect(linesOf(card).join()).toContain('Tier 0')
    const primaries = buttonsOf(card).filter(({ style }) => style === 'positive')
    expect(primaries.map(({ title }) => title)).toEqual(leads ? [leads] : [])
  })
})

describe('doctor', () => {
  const inputOf = (card: Card) => piecesOf(card).find(({ type }) => type === 'Input.Text')

  test('asks for a text, under the name that its handler reads', () => {
    const card = doctorCard({ now })
    expect(inputOf(card)).toMatchObject({ id: 'text', isRequired: true })
    expect(buttonsOf(card)).toMatchObject([{ verb: 'doctor.show', associatedInputs: 'auto' }])
  })

  test('an error that names no cause says what is certain, and what to paste', () => {
    for (const [shape, certain] of Object.entries(en.doctor.shapes)) {
      const text = linesOf(doctorCard({ now, text: ` ${shape} ` })).join('\n')
      expect(text).toContain(certain)
      expect(text).not.toContain(en.doctor.unknownTitle)
    }
  })

  test('an answer has cause, remedy, who can, the ids for a support case, and a link', () => {
    const diagnosis = {
      who: 'privilegedRoleAdministrator' as const,
      name: 'consentDeclined',
      code: 'AADSTS65004',
      traceId: 'trace-1',
      url: 'https://login.microsoftonline.com/error?code=65004',
    }
    const card = doctorCard({ now, text: 'AADSTS65004 and more', diagnosis })
    expect(linesOf(card)).toEqual(
      expect.arrayContaining([
        'Consent was declined',
        'Cause',
        'What to do',
        'Who can do it',
        'Code AADSTS65004',
        'Trace ID trace-1',
      ]),
    )
    expect(piecesOf(card).find(({ type }) => type === 'Action.OpenUrl')).toMatchObject({ url: diagnosis.url })
    expect(inputOf(card)).toBeUndefined()
  })

  test.each(['toString', 'noSuchOutcome'])(
    'what is not in the table (%s) is not recognised, and may be tried again',
    (name) => {
      const card = doctorCard({ now, text: 'x', diagnosis: withWho({ name }) })
      expect(linesOf(card)[0]).toBe('Not recognized')
      expect(inputOf(card)).toBeDefined()
    },
  )
})

describe('adding and removing a tenant', () => {
  test('a mistake is said above what was typed', () => {
    const problem = { code: 'TENANT_ID_INVALID' as const, facts: { text: 'contoso,com' } }
    const card = tenantAddCard({ now, domain: 'contoso,com', problem })
    expect(piecesOf(card)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Input.Text', id: 'domain', value: 'contoso,com' }),
      ]),
    )
    expect(linesOf(card).join('\n')).toContain('**Not a tenant.** "contoso,com" is neither')
    expect(buttonsOf(card)).toMatchObject([
      { title: 'Add tenant', associatedInputs: 'auto' },
      { title: 'Cancel', associatedInputs: 'none' },
    ])
  })

  test('removing says what stays in Entra, and confirms this version of the tenant', () => {
    const stays = [
      { set: directoryData, permissions: 4 },
      { set: accountActions, permissions: 1 },
    ]
    const blocked = [accountActions]
    const given = { now, tenant: contoso, version: 12, stays, connectionStays: true, openLinks: 2, blocked }
    const card = tenantRemoveCard(given)
    expect(linesOf(card)).toEqual(
      expect.arrayContaining([
        `${directoryData.name}: 4 permissions`,
        `${accountActions.name}: 1 permission`,
        'Grantkeeper’s directory connection (read only)',
        '2 open consent links end.',
        `The block of “${accountActions.name}” stays in force, also if the tenant is added again.`,
      ]),
    )
    expect(dataOf(card, 'Confirm removal')).toEqual({ tenantId: contoso.id, v: 12 })
    const nothing = tenantRemoveCard({ ...given, stays: [], connectionStays: false, openLinks: 0 })
    expect(linesOf(nothing)).toContain('No known grants.')
  })
})
