import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Pack } from '#domain/packs/pack.ts'
import { packDocument } from '#edge/http/pack-document.ts'
import { packHtml } from '#edge/http/pack-html.ts'
import { packMarkdown } from '#edge/http/pack-markdown.ts'
import { seePack } from '../../support/read-pack.ts'

const at = new Date('2026-11-30T14:05:00Z')
const hostile =
  '"><script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) `*_#|\u202e${x}'

const pack = (given: Partial<Pack> = {}): Pack => ({
  madeAt: at,
  by: 'Victor',
  suite: 'The suite',
  set: { id: 'one', name: 'One' },
  apps: [{ name: 'App', purpose: 'Does it', whenBlocked: 'Stops' }],
  coupled: [],
  clientId: '11111111-2222-3333-4444-555555555555',
  permissions: [
    {
      ...{ id: '1', api: 'Graph', value: 'Mail.Read', type: 'application', tier: 1 },
      ...{ reason: 'To look', without: 'No look', allows: 'Read mail', narrower: [] },
    },
  ],
  settings: [],
  signer: 'privilegedRoleAdministrator',
  catalog: { version: 1 },
  list: { source: 'registration', version: 'abc' },
  tiering: 't',
  ...given,
})

const html = (given?: Partial<Pack>): string => packHtml(packDocument(pack(given)))

test('hostile names stay text, in both files', () => {
  const [app] = pack().apps
  const [permission] = pack().permissions
  if (!app || !permission) throw new Error('Expected an app and a permission')
  const given: Partial<Pack> = {
    by: hostile,
    set: { id: 'one', name: hostile },
    suite: hostile,
    shownApp: { name: hostile, verifiedPublisher: hostile },
    apps: [{ name: hostile, purpose: hostile, whenBlocked: hostile }],
    coupled: [hostile],
    settings: [{ name: hostile, coach: hostile, without: hostile }],
    permissions: [{ ...permission, api: hostile, value: hostile, reason: hostile, allows: hostile }],
    tenant: {
      ...{ name: hostile, domain: hostile, id: hostile, status: 'error', readAt: at },
      findings: [
        { code: 'SETTING_MISSING', who: 'approver', permissionValues: [], facts: { name: hostile } },
      ],
      exceptions: [],
      consents: [{ code: hostile, verifiedAt: at, requestedBy: hostile, signer: hostile }],
    },
  }
  const file = html(given)
  expect(file).not.toMatch(/<script|<img|onerror=alert\(2\)>|\u202e/i)
  expect(file.match(/<[a-z][^>]*\bon\w+=/gi), 'no handler').toBeNull()
  expect(file.match(/href="(?!#|https:)/g), 'no other link').toBeNull()
  expect(file.match(/<\/style>/g), 'the footer ends no style sheet').toHaveLength(1)
  expect(file, 'nor its text').toMatch(/content:"[\p{L}\p{N} \\]*";width/u)
  const markdown = packMarkdown(packDocument(pack(given)))
  expect(markdown).not.toMatch(/(?<!\\)<script|(?<!\\)\[x\]|\u202e/)
})

test('nothing known is never said as something: no list, no read, no rating, no name', () => {
  const empty = seePack(html({ permissions: [], clientId: '' }))
  expect(empty.facts).toMatchObject({ Permissions: 'None is known now', 'Client ID': 'Not configured' })
  expect(empty.section(/read or change/).text).toContain('isn’t known now')
  const tenant = {
    name: 'C',
    domain: 'c.com',
    id: 'c',
    status: 'unknown',
    findings: [],
    consents: [],
    exceptions: [],
  } as const
  const unread = seePack(
    html({ tenant, permissions: pack().permissions.map((each) => ({ ...each, state: 'notRead' })) }),
  )
  expect(unread.section(/What holds in C/).text).toMatch(
    /Not checked.*nothing is known about what is granted/,
  )
  expect(unread.section(/What holds in C/).text).not.toMatch(/of 1 permission/)
  expect(unread.section(/read or change/).entries[0]?.lines['In this tenant']).toBe('? Not read')
  expect(unread.section(/read or change/).entries[0]?.lines.Risk).toContain('nobody has rated it')
})

test.each([
  [0, 0, 'Narrower, but not less risky: tier 0, too, rated by a published tiering'],
  [1, 0, 'Narrower, but riskier: tier 0, rated by a published tiering'],
  [0, 1, 'Less risky: tier 1, rated by a published tiering'],
  [2, undefined, 'Not rated'],
] as const)('less than tier %i in tier %s: %s', (tier, other, said) => {
  const narrower = [
    {
      name: 'Less.Read',
      note: 'A part',
      source: 'https://example.com/a',
      ...(other !== undefined && { rated: { tier: other, by: 'tiering' as const } }),
    },
  ]
  const permissions = pack().permissions.map((each) => ({ ...each, tier, narrower }))
  const file = seePack(html({ permissions }))
  const { entries, text } = file.section(/read or change/)
  const [entry] = entries
  expect(text).toContain('The catalog doesn’t say that the product was tested with it')
  expect(entry?.lines['Less would be']).toContain(`Less.Read: A part. ${said}`)
})

test('who rated is named only where something has that rating', () => {
  const sources = (ratedBy: 'tiering' | 'catalog' | undefined) => {
    const permissions = pack().permissions.map((each) => ({ ...each, ...(ratedBy && { ratedBy }) }))
    return seePack(html({ permissions })).section(/facts come from/).text
  }
  expect(sources('catalog')).toMatch(/Judgment of the publisher of the catalog/)
  expect(sources('tiering')).toMatch(/Published tiering t/)
  for (const none of [sources(undefined), sources('tiering')]) expect(none).not.toMatch(/Judgment|Our/)
})

test('a directory role is among the facts, with who gives it and how it is removed', () => {
  const setting = { name: 'Reader role', coach: 'Assign it', without: 'Nothing' }
  const role = { ...setting, roleName: 'Reader', setBy: 'privilegedRoleAdministrator' } as const
  const seen = seePack(html({ settings: [role] }))
  expect(seen.facts['Also needs']).toBe('Reader role')
  expect(seen.section(/What else/).entries[0]?.lines['Set up by']).toBe(
    'At least a Privileged Role Administrator',
  )
  const revoked = seen.section(/revoked/).text
  expect(revoked).toMatch(/role Reader: .*Roles & admins.*remove.*at least a Privileged Role Administrator/)
  expect(revoked).toContain('no longer listed under the role’s Assignments')
  const without = seePack(html({ settings: [setting] }))
  expect(without.facts).not.toHaveProperty('Also needs')
  expect(without.section(/revoked/).text).not.toMatch(/directory role|Assignments/)
})

test('each printed page says what it is about and of when, and the policy allows that style', () => {
  const file = html({ set: { id: 'one', name: 'One "and" more' } })
  const style = /<style>([\s\S]*)<\/style>/.exec(file)?.[1] ?? ''
  const foot = /@bottom-left\{content:"([^"]*)"/.exec(style)?.[1] ?? ''
  const shown = foot.replace(/\\([0-9a-f]+) /g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
  expect(shown).toBe('Security review · One "and" more · 2026-11-30 14:05 UTC')
  const hash = createHash('sha256').update(style).digest('base64')
  expect(file.replaceAll('&#39;', "'")).toContain(`style-src 'sha256-${hash}'`)
})
