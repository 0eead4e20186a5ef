import { describe, expect, test } from 'vitest'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { snapshot } from '../support/facts.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { hearLines } from './hear-lines.ts'

const html = (content: string) => [{ contentType: 'text/html', content }]

describe('a message whose formatting says something else', () => {
  const doubtful: [name: string, message: Record<string, unknown>][] = [
    ['crossed out', { text: 'sync all', attachments: html('<p><s>sync all</s></p>') }],
    [
      'crossed out, the older tag',
      { text: 'sync all', attachments: html('<p><strike>sync all</strike></p>') },
    ],
    [
      'crossed out in part',
      { text: 'sync Contoso Fabrikam', attachments: html('<p>sync <del>Contoso</del> Fabrikam</p>') },
    ],
    [
      'crossed out by its style',
      { text: 'sync all', attachments: html('<p style="text-decoration: line-through">sync all</p>') },
    ],
    [
      'crossed out in part by its style',
      {
        text: 'sync Contoso Fabrikam',
        attachments: html(
          '<p>sync Contoso <span style="color:red;text-decoration-line:line-through">Fabrikam</span></p>',
        ),
      },
    ],
    ['crossed out in the text itself', { text: '<s>sync all</s>' }],
    ['other words', { text: 'sync all', attachments: html('<p>sync Contoso</p>') }],
    ['more words', { text: 'sync all', attachments: html('<p>do not sync all</p>') }],
    ['fewer words', { text: 'sync Contoso, Fabrikam', attachments: html('<p>sync Contoso</p>') }],
    ['another number', { text: 'add tenant a1.example', attachments: html('<p>add tenant a2.example</p>') }],
  ]
  test.each(doubtful)('%s: is asked about', async (_name, message) => {
    const hear = await hearLines()
    expect(await hear(message)).toEqual({ outcome: 'ask LINE_UNSURE', offers: [], acts: false })
  })

  const fine: [name: string, message: Record<string, unknown>, outcome: string][] = [
    ['the same', { text: 'sync all', attachments: html('<p>sync&nbsp;<b>all</b></p>') }, 'sync.all'],
    [
      'a picture that the copy leaves out',
      { text: 'sync all 🙏', attachments: html('<p>sync all <emoji alt="x"></emoji></p>') },
      'sync.all',
    ],
    [
      'a link that Teams makes of a domain',
      {
        text: 'sync contoso.com',
        attachments: html('<p>sync <a href="http://contoso.com">contoso.com</a></p>'),
      },
      'sync.tenant Contoso',
    ],
    [
      'an error that is crossed out',
      { text: 'AADSTS65004', attachments: html('<p><s>AADSTS65004</s></p>') },
      'doctor.show',
    ],
  ]
  test.each(fine)('%s: is understood', async (_name, message, outcome) => {
    const hear = await hearLines()
    expect(await hear(message)).toMatchObject({ outcome })
  })
})

describe('a button of a question still says', () => {
  const contoso = '2f2a91c4-0000-4000-8000-000000000001'
  test.each([
    ['grant Directory data in Contso until Friday', `grant Directory data in ${contoso} until 2026-12-04`],
    ['unblock Account actions for 8 hours in Contso', `unblock Account actions in ${contoso} for 8 hours`],
    ['grant CREM in Contoso until 18:00', 'grant account-actions in Contoso until 2026-11-30 18:00'],
    ['grant Directry data in Contoso till tomorrow', 'grant directory-data in Contoso until 2026-12-01'],
    [
      'grant Directory data, SaaS posture in Contoso until Friday',
      'grant saas-posture in Contoso until 2026-12-04',
    ],
    ['grant Contoso until Friday', 'grant saas-posture in Contoso until 2026-12-04'],
    ['grant Directory.Read.All in Contoso until Friday', 'grant directory-data in Contoso until 2026-12-04'],
    [
      'grant Directory data in Contoso until 18:00 CET',
      'grant Directory data in Contoso until 2026-11-30 18:00',
    ],
    [
      'what if grant Directory data in Contso until Friday',
      `what if grant Directory data in ${contoso} until 2026-12-04`,
    ],
    ['announce Directry data on 2027-01-31', 'announce directory-data on 2027-01-31'],
  ])('when it is to end: %s', async (line, offered) => {
    const hear = await hearLines()
    const heard = await hear(line)
    expect(heard.outcome).toMatch(/^ask/)
    expect(heard.offers).toContain(offered)
    expect((await hear(offered)).outcome).toMatch(/grant\.|plan\.make|notice\.form|ask NAME_PART/)
  })

  test.each([
    'unblock Account actions in Contoso temporarily',
    'unblock Account actions in Contoso temporary please',
    'grant Directory data in Contoso just once',
    'grant Directory data in Contoso for a short time',
    'unblock Account actions in Contoso for a moment',
    'unblock Account actions in Contoso for a bit',
    'grant Directory data provisionally in Contoso',
  ])('and never for good what was to end: %s', async (line) => {
    const hear = await hearLines()
    const { outcome, offers } = await hear(line)
    expect(outcome).toMatch(/^ask/)
    expect(offers).toEqual([])
  })

  test.each([
    'block Account actions in Contoso and unblock it in Fabrikam',
    'unblock Account actions in Contoso, block it in Fabrikam',
    'sync Contoso and remove Fabrikam',
    'remove tenant Contoso and add fabrikam.com',
  ])('one order and not two: %s', async (line) => {
    const hear = await hearLines()
    expect(await hear(line)).toEqual({ outcome: 'ask COMMAND_SURPLUS', offers: [], acts: false })
  })
})

test('a line that addresses the bot by an @ of its own is understood', async () => {
  const hear = await hearLines()
  for (const line of ['@Grantkeeper sync Contoso', 'hey @grantkeeper, sync Contoso please'])
    expect(await hear(line), line).toMatchObject({ outcome: 'sync.tenant Contoso' })
})

describe('a line that is written otherwise', () => {
  test.each([
    'sync\n- Contoso\n- Fabrikam',
    'sync:\r\n  \u2022 Contoso\r\n  \u2022 Fabrikam',
    'sync\n* Contoso\n* Fabrikam\n',
    'sync these tenants\n1. Contoso\n2) Fabrikam',
  ])('the list of %j is one', async (text) => {
    const hear = await hearLines()
    expect(await hear(text)).toMatchObject({ outcome: 'sync.tenant Contoso, Fabrikam' })
  })

  test.each(['sync all\n- Contoso', 'sync all -Contoso', 'sync all\n- but not Contoso'])(
    'but nothing is made of %j',
    async (text) => {
      const hear = await hearLines()
      expect((await hear(text)).outcome).toMatch(/^ask/)
    },
  )

  test.each([
    '"sync Contoso"',
    '“sync Contoso”',
    '`sync Contoso`',
    '```\nsync Contoso\n```',
    '«/sync Contoso».',
  ])('as it was copied, it is offered: %j', async (text) => {
    const hear = await hearLines()
    const { outcome, offers } = await hear(text)
    expect([outcome, offers]).toEqual(['ask COMMAND_UNKNOWN', ['sync Contoso']])
  })

  test('a name in quotes is a name', async () => {
    const hear = await hearLines()
    expect(await hear('"Contoso Ltd"')).toMatchObject({ outcome: 'name.show Contoso' })
    expect((await hear('“grant” “SaaS posture” “Proseware”')).outcome).toMatch(/^ask/)
  })
})

describe('a signature below an empty line', () => {
  test.each([
    'sync Contoso\n\nBest regards\nAlice Moreau\nIdentity Team',
    'sync Contoso\r\n\r\n--\r\nAlice Moreau | +49 170 1234567\r\nalice@cobaltridge.example',
    'sync Contoso\n \nAlice',
    'sync Contoso\n\nSent from my iPhone',
    'sync Contoso\n\nThanks,\nAlice',
  ])('%j is left out', async (text) => {
    const hear = await hearLines()
    expect(await hear(text)).toMatchObject({ outcome: 'sync.tenant Contoso' })
  })

  test.each([
    'sync all\n\nbut not Contoso',
    'sync all\n\nBest regards, but not Contoso',
    'sync all\n\nThanks,\nexcept Contoso of course',
    'sync Contoso\n\nand then grant everything',
    'sync Contoso\n\nThanks\nsync only when it is night',
  ])('what goes on in %j is not', async (text) => {
    const hear = await hearLines()
    expect((await hear(text)).outcome).toMatch(/^ask/)
  })
})

describe('through the front door', () => {
  const dangerous = [
    'sync all but Contoso',
    'sync all except Contoso and Fabrikam',
    'sync al',
    'alerts off in Contoso',
    'alerts off for 2 hours',
    'remove tenant contoso.co',
    'reset account act in Alp',
    'reset everything',
    'please do not sync all',
    'block Account actions in Contoso for 8 hours',
    'add tenant contosso.com',
    'sync 2f2a91c4',
  ]
  test('a line that could mean something else asks, in words, and does nothing', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    await alice.ask('alerts on')
    await app.settled()
    const before = snapshot(app)
    for (const line of dangerous) {
      const { card } = await alice.ask(line)
      expect(readText(card), line).toMatch(/Nothing was done/)
      const acting = buttonsOf(card).filter(({ verb }) => verb !== 'command.run')
      expect(
        acting.map(({ verb }) => verb).filter((verb) => /^(?:sync|grant|alerts)\./.test(String(verb))),
        line,
      ).toEqual([])
    }
    await app.settled()
    expect(snapshot(app)).toBe(before)
  })

  test('a question carries what was typed: one click later it is done', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const part = await alice.ask('sync Northwind')
    expect(readText(part.card)).toMatch(/Did you mean this/)
    const synced = await alice.click(part, 'Northwind Traders (northwindtraders.com)')
    expect(readText(synced.card)).toMatch(/Sync/)
    expect(readText(synced.card)).toMatch(/Northwind Traders/)
    const asked = await alice.ask('block CREM in Contso and Fabrikam')
    expect(readText(asked.card)).toMatch(/uses several permission sets/)
    const next = await alice.click(asked, 'Account actions')
    expect(readText(next.card)).toMatch(/Tenant not found[\s\S]*Contso/)
    const last = await alice.click(next, 'Contoso Ltd (contoso.com)')
    expect(readText(last.card)).toMatch(/Account actions/)
    expect(readText(last.card)).toMatch(/Contoso Ltd/)
    expect(readText(last.card)).toMatch(/Fabrikam/)
  })

  test('several tenants are read in one sync, and each is in the history', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const { card } = await alice.ask('please sync Contoso and Fabrikam, thanks')
    expect(readText(card)).toMatch(/Contoso Ltd and Fabrikam|Contoso Ltd, Fabrikam/)
    await app.settled()
    for (const name of ['Contoso', 'Fabrikam'])
      expect(readText((await alice.ask(`history ${name}`)).card)).toMatch(/sync/i)
  })

  test('alerts off in a tenant ends exactly that', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    await alice.ask('alerts on in Contoso')
    await alice.ask('alerts on in Fabrikam')
    const { card } = await alice.ask('alerts off in Contoso')
    expect(readText(card)).toMatch(/🔔 Fabrikam/)
    expect(readText(card)).not.toMatch(/🔔 Contoso/)
    const again = await alice.ask('alerts off in Contoso')
    expect(readText(again.card)).toMatch(/Nothing was done. You can end one of these/)
    expect(buttonsOf(again.card).map(({ title }) => title)).toContain('alerts off in Fabrikam')
  })
})
