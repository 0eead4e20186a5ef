import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { isActing } from '#edge/teams/actions/action.ts'
import { commandVerb } from '#edge/teams/turns/find-action.ts'
import { outcomeTable } from '#platform/microsoft/outcomes.ts'
import { cardVerbs } from '../cards/buttons.ts'
import { doctorCard } from '../cards/doctor.ts'
import { errorCard } from '../cards/error.ts'
import { historyCard } from '../cards/history.ts'
import type { Card } from '../cards/render.ts'
import { settingsCard } from '../cards/settings.ts'
import { tenantCard } from '../cards/tenant.ts'
import type {
  FindingCode,
  NoticeCode,
  RegistrationProblem,
  Status,
  UserErrorCode,
} from '../cards/words/codes.ts'
import { en as words } from '../cards/words/en.ts'
import { outcomesEn } from '../cards/words/outcomes-en.ts'
import { samples } from './support/card-samples.ts'
import { all, contoso, directoryData, hostileTenants, minutesBefore, now } from './support/card-subjects.ts'
import { complaintsAbout, piecesOf } from './support/check-card.ts'
import { withWho } from './support/with-who.ts'

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): K[] => Object.keys(table) as K[]
const textsOf = (card: Card): string =>
  piecesOf(card)
    .map((piece) => piece.text ?? '')
    .join('\n')

describe('every card', () => {
  test.each(Object.entries(samples))('%s can be sent, read and clicked', (_name, make) => {
    expect(complaintsAbout(make())).toEqual([])
  })

  test('stands among the samples, also with names that mean harm', () => {
    const layouts = readdirSync('cards').filter((file) => file.endsWith('.json'))
    const parts = new Set(['notice', 'undelivered', 'consequences', 'webhooks'])
    const own = new Set(['all-commands'])
    const kinds = layouts.map((file) => file.replace('.json', '')).filter((kind) => !parts.has(kind))
    const shown = Object.entries(samples).map(([name, make]) => ({ kind: name.split('/')[0], make }))
    const hostile = shown.filter(({ make }) => JSON.stringify(make()).includes('evil.example'))
    const missing = (among: typeof shown) => kinds.filter((kind) => among.every((one) => one.kind !== kind))
    // The others say nothing that comes from outside.
    const unharmed = missing(hostile).filter((kind) => !own.has(kind))
    expect({ unseen: missing(shown), unharmed }).toEqual({ unseen: [], unharmed: [] })
  })
})

test('no card cuts a text inside a word', () => {
  const all = Object.entries(samples).flatMap(([name, make]) =>
    piecesOf(make()).flatMap(({ text, title }) =>
      [text, title].map((said) => ({ name, said: `${said ?? ''}` })),
    ),
  )
  const words = /[\p{L}\p{N}]+(…?)/gu
  const whole = new Set<string>()
  const cutWords: { name: string; word: string; said: string }[] = []
  for (const { name, said } of all)
    for (const [word, dots] of said.matchAll(words)) {
      if (dots === '') whole.add(word)
      // The beginning of an ID is no word, and one long word leaves no choice.
      else if (word.length <= 30 && !/^(?:[0-9a-f]{8,}|(.)\1+)…$/.test(word))
        cutWords.push({ name, word, said })
    }
  expect(cutWords.length).toBeGreaterThan(3)
  expect(cutWords.filter(({ word }) => !whole.has(word.slice(0, -1)))).toEqual([])
})

describe('buttons', () => {
  test('each verb of a card has a handler, each handler a button', () => {
    // What a line without a command names is only ever typed.
    const clicked = actions.map(({ verb }) => verb).filter((verb) => verb !== 'name.show')
    expect([...cardVerbs].sort()).toEqual([...clicked, commandVerb].sort())
  })

  test('carry the titles that product and documentation name', () => {
    expect(words.buttons).toMatchObject({
      grant: 'Grant permissions',
      startGrant: 'Grant permissions',
      update: 'Update permissions',
      startUpdate: 'Update permissions',
      details: 'Details',
      block: 'Block permissions',
      confirmBlock: 'Confirm block',
      unblock: 'Unblock',
      confirmUnblock: 'Confirm unblock',
      undo: 'Undo',
      reset: 'Reset',
      syncNow: 'Sync now',
      syncAll: 'Sync all',
      addTenantForm: 'Add tenant',
      addTenant: 'Add tenant',
      previousTenants: 'Previous',
      nextTenants: 'Next',
      refreshTenant: 'Refresh',
      refreshSync: 'Refresh',
      refreshConsent: 'Refresh',
      cancelSync: 'Cancel',
      cancelConsent: 'Cancel',
      cancelToTenant: 'Cancel',
    })
  })

  test('are there where a sentence tells to select them', () => {
    const sentence = /\b[Ss]elect ([A-Z]\w+\b(?: (?:now|grant|permissions|tenant)\b)?)(?! on the card)/g
    const told = Object.entries(samples).flatMap(([name, make]) => {
      const card = make()
      const titles = new Set(piecesOf(card).map(({ title }) => title))
      return [...textsOf(card).matchAll(sentence)]
        .filter(([, title]) => !titles.has(title))
        .map(([, title]) => `${name}: ${title}`)
    })
    expect(told).toEqual([])
  })

  test('lead out of Teams only where their title says so', () => {
    const links = Object.values(samples)
      .flatMap((make) => piecesOf(make()))
      .filter((piece) => piece.type === 'Action.OpenUrl')
    const titles = [...new Set(links.map(({ title }) => title))].sort()
    expect(titles).toEqual([
      'Download as Markdown',
      'Download in browser',
      'Open at Microsoft',
      'Open consent page',
      'Open in Entra',
      'Open the pack',
      'Open the source',
    ])
  })
})

describe('words', () => {
  const hostile = hostileTenants.map((tenant) => tenant.name)

  const counted = ['changed', 'count', 'limit']

  /** Every fact that a sentence asks for, filled with a number or a name that means harm. */
  function factsOf(...sentences: ((read: (fact: string) => string) => string)[]): Record<string, string> {
    const asked = new Set<string>()
    const read = (fact: string): string => {
      asked.add(fact)
      return ''
    }
    for (const sentence of sentences) sentence(read)
    const filled = [...asked].map((fact, n) => [
      fact,
      counted.includes(fact) ? '3' : hostile[n % hostile.length],
    ])
    return Object.fromEntries(filled)
  }

  const oneSet = (status: Status, code: FindingCode, facts: Record<string, string>): Card =>
    tenantCard({
      now,
      tenant: contoso,
      state: 'connected',
      rights: all,
      sets: [
        {
          set: directoryData,
          version: 1,
          apps: [],
          status,
          required: 4,
          findings: [{ code, who: 'approver', since: minutesBefore(9), permissionValues: hostile, facts }],
        },
      ],
    })

  test.each(keysOf(words.errors))('refusal %s', (code: UserErrorCode) => {
    const { title, what, next } = words.errors[code]
    const filled = errorCard({ now, code, facts: factsOf(what, next) })
    expect(complaintsAbout(filled)).toEqual([])
    expect(complaintsAbout(errorCard({ now, code, facts: {} }))).toEqual([])
    expect(textsOf(filled)).toContain(title)
  })

  test.each(keysOf(words.notices))('notice %s', (code: NoticeCode) => {
    const facts = factsOf(words.notices[code])
    const card = (given: typeof facts): Card =>
      tenantCard({
        now,
        tenant: contoso,
        state: 'connected',
        sets: [],
        rights: all,
        notice: { kind: 'done', code, facts: given, by: { name: hostile[0] ?? '' }, at: now },
      })
    expect(complaintsAbout(card(facts))).toEqual([])
    expect(complaintsAbout(card({}))).toEqual([])
  })

  test.each(keysOf(words.findings))('finding %s', (code: FindingCode) => {
    const names = ['setting', 'coach', 'api', 'by', 'reason', 'names', 'outcome']
    const facts = Object.fromEntries(names.map((name, n) => [name, hostile[n % hostile.length] ?? '']))
    expect(complaintsAbout(oneSet('error', code, facts))).toEqual([])
    expect(complaintsAbout(oneSet('error', code, {}))).toEqual([])
  })

  test.each(keysOf(words.statuses))('status %s says itself with an icon and words', (status: Status) => {
    const shown = textsOf(oneSet(status, 'NEVER_READ', {}))
    expect(shown).toContain(words.statuses[status].icon)
    expect(shown).toContain(words.statuses[status].words)
  })

  test('every status has an icon and words of its own', () => {
    const said = Object.values(words.statuses)
    expect(new Set(said.map(({ icon }) => icon)).size).toBe(8)
    expect(new Set(said.map(({ words: each }) => each)).size).toBe(8)
  })

  test('every outcome that the directory side knows', () => {
    expect(Object.keys(outcomesEn).sort()).toEqual(Object.keys(outcomeTable).sort())
  })

  test.each(Object.entries(outcomesEn))('outcome %s', (name, { title, cause, remedy }) => {
    const diagnosis = withWho({ name, code: hostile[0] })
    const card = doctorCard({ now, text: 'x', diagnosis })
    expect(complaintsAbout(card)).toEqual([])
    for (const sentence of [title, cause, remedy]) expect(textsOf(card)).toContain(sentence)
  })

  test.each(keysOf(words.settings.registration))(
    'registration problem %s',
    (problem: RegistrationProblem) => {
      const card = settingsCard({
        now,
        version: '1',
        suite: 'x',
        catalog: { version: 1, source: 'x', sets: 1, permissions: 1 },
        tenants: 1,
        publicUrl: 'https://x.example',
        syncEveryMs: 60_000,
        demo: false,
        roles: [],
        hasNoApprover: false,
        sets: [{ set: directoryData, apps: [], source: 'catalog', registration: [problem] }],
        problems: [],
      })
      expect(complaintsAbout(card)).toEqual([])
      expect(textsOf(card).toLowerCase()).toContain(words.settings.registration[problem].toLowerCase())
    },
  )

  test('help lists every command as it is typed and for whom', () => {
    const listed = words.commands.map(({ usage, role }) => `${usage} (${role})`)
    const known = commands
      .filter(({ word }) => word !== 'sync all' && word !== 'requests off')
      .map(({ usage, role }) => `${usage} (${role})`)
    expect(listed.sort()).toEqual(known.sort())
  })

  test('history can say who tried what, for every action that is audited when refused', () => {
    const refused = actions.filter(isActing).map(({ verb }) =>
      historyCard({
        now,
        older: false,
        rows: [{ at: now, by: { name: 'Alice' }, action: verb, result: 'refused' }],
      }),
    )
    const said = refused.map(
      (card) => piecesOf(card).find(({ text }) => `${text}`.startsWith('**Alice**'))?.text,
    )
    expect(said.filter((text) => !/^\*\*Alice\*\* tried to [a-z ]+$/.test(`${text}`))).toEqual([])
  })
})
