import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { query, snapshot } from '../support/facts.ts'
import { channel, type Driver, groupChat } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const botMention = { type: 'mention', mentioned: { id: '28:grantkeeper', name: 'Grantkeeper' } }
const bobMention = { type: 'mention', mentioned: { id: `29:${people.bob.objectId}`, name: 'Bob' } }

/** Sends a message as Teams writes it and returns the texts of the cards that came. */
async function hear(app: WholeApp, driver: Driver, message: Record<string, unknown>): Promise<string[]> {
  const before = app.teams.cards(driver.conversationId).length
  const { status } = await driver.send({ type: 'message', ...message })
  expect(status).toBe(200)
  await app.settled()
  const cards = app.teams.cards(driver.conversationId).slice(before)
  return cards.map(({ card }) => readText(card))
}

describe('a line is understood however a client writes it', () => {
  const guid = tenantIdOf('Contoso')
  const lines: [line: string, says: RegExp][] = [
    ['<quoted messageId="1700000000001"/> status Contoso', /contoso\.com/],
    ['<p>status&#160;Contoso</p>', /contoso\.com/],
    ['<div>status <b>Contoso</b><br/></div>', /contoso\.com/],
    [
      '<blockquote itemtype="http://schema.skype.com/Reply"><p>sync all</p></blockquote><p>status Contoso</p>',
      /contoso\.com/,
    ],
    ['details ‘Account actions’ in Contoso', /Account actions/],
    ['details «account actions» in „Contoso Ltd“', /Account actions/],
    ['status \u2066contoso.com\u2069', /contoso\.com/],
    ['ｓｔａｔｕｓ\u3000Ｃｏｎｔｏｓｏ', /contoso\.com/],
    ['sta\u00adtus\u2003Con\u{e0061}toso', /contoso\.com/],
    ['status Contoso?', /contoso\.com/],
    ['STATUS contoso.com…', /contoso\.com/],
    [`status {${guid}}`, /contoso\.com/],
    [`status ${guid.replaceAll('-', '\u2011').toUpperCase()}`, /contoso\.com/],
    ['status admin@contoso.com', /contoso\.com/],
    ['status https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize', /contoso\.com/],
    [`status https://portal.azure.com/#view/X/tenantId/${guid}`, /contoso\.com/],
    ['status https://contoso.com/', /contoso\.com/],
    ['tenants “contoso.com”', /Contoso Ltd/],
    ['tenants admin@contoso.com', /Contoso Ltd/],
    ['why https://graph.microsoft.com/Directory.Read.All', /Directory data/],
    ['why “Directory.Read.All” (Application)', /Directory data/],
    ['why Directory.Read.All.', /Directory data/],
    ['why https://graph.microsoft.com/Directory.Read.All/', /Directory data/],
    ['why Directory.Read.All [Application permission]', /Directory data/],
    ['why Directory.Read.All application', /Directory data/],
    ['why "account actions"', /Account actions/],
    ['AADSTS65004', /Consent was declined/],
    ['AADSTS7000222: The provided client secret keys are expired.', /client secret has expired/i],
    ['53003', /Conditional Access/],
    ['Need admin approval', /Who can do it/],
    ['doctor invalid_grant', /What is certain[\s\S]*whole message/],
    ['?', /What I can do/],
    ['help?', /status/],
  ]
  test('in the own chat, and from a button', async () => {
    const app = await startWholeApp()
    const victor = app.teams.as(people.victor)
    const [home] = await hear(app, victor, { text: 'help' })
    expect(home).toBeDefined()
    const card = await victor.ask('help')
    for (const [text, says] of lines) {
      const [heard, ...more] = await hear(app, victor, { text })
      expect(heard, text).toMatch(says)
      expect(heard, text).not.toMatch(/don’t know this command|not found|Something is missing/)
      expect(more, text).toEqual([])
      const { body } = await victor.invoke(card, { verb: 'command.run', data: { text } })
      expect(JSON.stringify(body), text).toMatch(says)
      expect(JSON.stringify(body), text).not.toMatch(/don’t know this command|not found|Something is missing/)
    }
  })

  test('which is not to say that anything is guessed', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const before = snapshot(app)
    const refused: [string, RegExp][] = [
      ['status https://contoso.sharepoint.com/sites/x', /not found/],
      ['status nobody@contoso.co', /not found/],
      ['why Directory.Read.All (Delegated)', /Not required/],
      ['why Directory.Read.All delegated', /Not required/],
      ['<blockquote>sync all</blockquote>', /recogni/i],
      ['&lt;at&gt;sync all&lt;/at&gt;', /don’t know/],
      ['s\u200by\u200bnc\u200ball', /don’t know/],
    ]
    for (const [text, says] of refused) expect((await hear(app, alice, { text }))[0], text).toMatch(says)
    await app.settled()
    expect(snapshot(app)).toBe(before)
  })
})

test('a line that is nothing but an error is explained', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const text of [
    'AADSTS53003',
    '“AADSTS-53003: Access has been blocked.”',
    '53003',
    '{"error":"invalid_grant","error_codes":[53003]}',
    '<codeblock class=""><code>AADSTS53003: Blocked</code></codeblock>',
  ])
    expect((await hear(app, alice, { text }))[0], text).toMatch(/^Conditional Access blocked/)
})

test('a tenant can be added by any of its forms, and is stored by its domain', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const text of [
    'add tenant https://login.microsoftonline.com/tailwind-toys.com/',
    'add tenant "tailwind-toys.com"',
    'add tenant “tailwind-toys.com”.',
    'add tenant admin@tailwind-toys.com',
  ]) {
    const [heard] = await hear(app, alice, { text })
    expect(heard, text).toMatch(/tailwind-toys\.com/)
    expect(heard, text).not.toMatch(/Not a tenant|no such tenant/)
  }
  const names = query<{ display_name: string }>(
    app,
    "select display_name from tenants where default_domain = 'tailwind-toys.com'",
  )
  expect(names).toEqual([{ display_name: 'tailwind-toys.com' }])
})

describe('a message whose first mention is somebody else', () => {
  const at = (name: string) => `<at>${name}</at>`
  const bot = { ...botMention, text: at('Grantkeeper') }
  const bob = { ...bobMention, text: at('Bob') }
  const notForUs: [name: string, message: Record<string, unknown>][] = [
    ['both as entities', { text: `${at('Bob')} sync all ${at('Grantkeeper')}`, entities: [bob, bot] }],
    [
      'entities in another order',
      { text: `${at('Bob')} sync all ${at('Grantkeeper')}`, entities: [bot, bob] },
    ],
    ['somebody without an entity', { text: `${at('Bob')} sync all ${at('Grantkeeper')}`, entities: [bot] }],
    [
      'mentions without text',
      { text: `${at('Bob')} sync all ${at('Grantkeeper')}`, entities: [bobMention, botMention] },
    ],
    ['behind the command', { text: `sync all ${at('Bob')} ${at('Grantkeeper')}`, entities: [bob, bot] }],
    [
      'somebody of the same name',
      { text: `${at('Grantkeeper')} sync all`, entities: [{ ...bob, text: at('Grantkeeper') }, bot] },
    ],
    [
      'with attributes',
      { text: '<at id="0">Bob</at>&nbsp;sync all <at id="1">Grantkeeper</at>', entities: [bob, bot] },
    ],
    [
      'without tags',
      {
        text: 'Bob sync all Grantkeeper',
        entities: [
          { ...bob, text: 'Bob' },
          { ...bot, text: 'Grantkeeper' },
        ],
      },
    ],
  ]
  test('is not for the bot: no answer and no effect', async () => {
    const app = await startWholeApp()
    const before = snapshot(app)
    for (const where of [groupChat('ops'), channel('ops')]) {
      const alice = app.teams.as(people.alice, where)
      for (const [name, message] of notForUs) expect(await hear(app, alice, message), name).toEqual([])
    }
    expect(snapshot(app)).toBe(before)
    expect(query(app, 'select * from sync_runs')).toEqual([])
  })

  test('but one that mentions the bot first is, however Teams writes the mention', async () => {
    const app = await startWholeApp()
    const victor = app.teams.as(people.victor, groupChat('ops'))
    const forUs: Record<string, unknown>[] = [
      { text: `${at('Grantkeeper')} status Contoso`, entities: [botMention] },
      {
        text: `${at('Grant')} ${at('keeper')} status Contoso`,
        entities: [
          { ...bot, text: at('Grant') },
          { ...bot, text: at('keeper') },
        ],
      },
      { text: `${at('Grant')}&nbsp;${at('keeper')} status Contoso`, entities: [bot] },
      { text: '<at id="0">Grantkeeper</at> status Contoso', entities: [bot] },
      { text: 'Grantkeeper status Contoso', entities: [{ ...bot, text: 'Grantkeeper' }] },
      { text: `status ${at('Grantkeeper')} Contoso`, entities: [bot] },
    ]
    for (const message of forUs)
      expect((await hear(app, victor, message))[0], JSON.stringify(message)).toMatch(/contoso\.com/)
  })

  test('in the own chat, where nobody else reads, it is answered, and the name is not left out', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const before = snapshot(app)
    const [heard] = await hear(app, alice, { text: `${at('Bob')} sync all`, entities: [bob] })
    expect(heard).toMatch(/don’t know this command/)
    const [other] = await hear(app, alice, { text: `status Contoso ${at('Bob')}`, entities: [bob] })
    expect(other).toMatch(/but not "Bob"/)
    expect(snapshot(app)).toBe(before)
  })
})

describe('a name that means several things', () => {
  test('comes back with a button for each, which carries the rest of the line', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const asked = await alice.ask('block "Account actions" in toys, Fabrikam')
    expect(readText(asked.card)).toMatch(/Which tenant/)
    // The buttons say the names.
    expect(readText(asked.card)).not.toMatch(/matches several tenants:/)
    const lines = buttonsOf(asked.card).filter(({ verb }) => verb === 'command.run')
    expect(lines.map(({ title }) => title)).toEqual([
      expect.stringContaining('Tailspin Toys'),
      expect.stringContaining('Wingtip Toys'),
    ])
    const chosen = await alice.click(asked, String(lines[1]?.title))
    expect(readText(chosen.card)).toMatch(/Wingtip Toys/)
    expect(readText(chosen.card)).toMatch(/Fabrikam/)
    expect(readText(chosen.card)).not.toMatch(/Tailspin/)
  })

  test('so does one of a set, with its tenants', async () => {
    const app = await startWholeApp()
    const victor = app.teams.as(people.victor)
    const asked = await victor.ask('details data in "Contoso"')
    expect(readText(asked.card)).toMatch(/Which permission set/)
    const [first] = buttonsOf(asked.card).filter(({ verb }) => verb === 'command.run')
    const shown = await victor.click(asked, String(first?.title))
    expect(readText(shown.card)).toMatch(/Contoso Ltd/)
  })

  test('also where the same words stand elsewhere in the line', async () => {
    const app = await startWholeApp()
    const victor = app.teams.as(people.victor)
    const asked = await victor.ask('alerts on for "Directory data" in toys')
    const lines = buttonsOf(asked.card).filter(({ verb }) => verb === 'command.run')
    expect(lines[0]?.data).toEqual({ text: `alerts on for "Directory data" in ${tenantIdOf('Tailspin')}` })
  })
})

test('a reason that shows nothing is none, and the form is asked again', async () => {
  const app = await startWholeApp()
  const [olivia, bob] = [app.teams.as(people.olivia), app.teams.as(people.bob)]
  await bob.ask('whoami')
  const form = await olivia.ask('grant "User, device and activity" in Fabrikam')
  const empty = ['\u200b', '\u2800', '\u3164', '\u{e0041}', ' \u2060', '\u0301', '\u202e\u2066'].map((sign) =>
    sign.repeat(12),
  )
  for (const reason of [...empty, 'e\u0301'.repeat(9), 'x\u200b'.repeat(9)]) {
    const again = await olivia.click(form, 'Request grant', { reason })
    expect(readText(again.card), JSON.stringify(reason)).toMatch(/Enter a reason of 10/)
  }
  expect(query(app, 'select * from requests where state = ?', 'open')).toEqual([])
  const asked = await olivia.click(form, 'Request grant', { reason: '\u2066Ten\u2069 visible\u200b\n signs' })
  expect(readText(asked.card)).toMatch(/Waiting for an approver/)
  expect(query(app, 'select reason from requests where state = ?', 'open')).toEqual([
    { reason: 'Ten visible signs' },
  ])
})

test('names are folded on both sides, also those that an older version stored', async () => {
  const app = await startWholeApp()
  const db = () => new DatabaseSync(app.config.database, { timeout: 5_000 })
  const rename = async (): Promise<void> => {
    const open = db()
    open
      .prepare('update tenants set display_name = ?, name_key = ? where id = ?')
      .run('O’Brien — “Straße”, Inc.', 'o’brien — “straße”, inc.', tenantIdOf('Fabrikam'))
    open.exec(`update marks set value = '1' where name = 'tenants.name_key'`)
    open.close()
  }
  await app.restart({ between: rename })
  const victor = app.teams.as(people.victor)
  for (const name of [
    `"O'Brien - 'STRASSE', Inc"`,
    'O’Brien — “Straße”, Inc.',
    'O`Brien',
    'o\u02bcbrien\u00a0–',
    '«strasse»',
  ]) {
    const [heard] = await hear(app, victor, { text: `status ${name}` })
    expect(heard, name).toMatch(/fabrikam\.com/)
    const [listed] = await hear(app, victor, { text: `tenants ${name}` })
    expect(listed, name).toMatch(/fabrikam\.com/)
  }
})

test('a set that several names mean is asked about by why, too', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const asked = await victor.ask('why “data”')
  expect(readText(asked.card)).toMatch(/Which permission set/)
  const choices = buttonsOf(asked.card).filter(({ verb }) => verb === 'command.run')
  expect(choices.length).toBeGreaterThan(1)
  for (const { title } of choices) {
    const answer = await victor.ask('why “data”')
    expect(readText((await victor.click(answer, String(title))).card)).toContain(String(title))
  }
})

test('words that a command does not use are never ignored', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await hear(app, alice, { text: 'alerts on' })
  const before = snapshot(app)
  const [bare] = await hear(app, alice, { text: 'alerts off in Contoso' })
  expect(bare).toMatch(/aren’t on by themselves/)
  for (const line of [
    'sync all tenants of Contoso',
    'sync all but Contoso',
    'sync all no',
    'requests on for Bob',
  ])
    expect(await hear(app, alice, { text: line }), line).toEqual([
      expect.stringContaining('Nothing was done'),
    ])
  for (const line of ['whoami Bob', 'settings of Contoso', 'catalog 2', 'alerts Contoso'])
    expect(await hear(app, alice, { text: line }), line).toEqual([
      expect.stringContaining('I’m not sure what you mean'),
    ])
  expect(snapshot(app)).toBe(before)
  const [card] = await hear(app, alice, { text: 'Whoami please 🙏' })
  expect(card).toMatch(/Alice/)
  expect(await hear(app, alice, { text: 'help me please' })).toEqual([expect.stringContaining('tenants')])
})
