import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { type SeenPack, seePack } from '../support/read-pack.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide } from './consent-flow.ts'

const catalog = await loadCatalog()
const setOf = (id: string) => {
  const found = catalog.sets.find((set) => set.id === id)
  if (!found) throw new Error(`Expected the set ${id}`)
  return found
}
const actions = setOf('account-actions')

const urlsOf = ({ card }: Pick<BotMessage, 'card'>): string[] =>
  elementsOf(card)
    .filter(({ type }) => type === 'Action.OpenUrl')
    .map(({ url }) => `${url}`)

async function packOf(
  driver: Driver,
  line: string,
): Promise<{ url: string; file: string; markdown: string }> {
  const answer = await driver.ask(line)
  const [url, markdownUrl] = urlsOf(answer)
  if (!url || !markdownUrl) throw new Error(`Expected links, got ${readText(answer.card)}`)
  const read = async (address: string) => {
    const answer = await fetch(address)
    expect(answer.status, line).toBe(200)
    return answer.text()
  }
  return { url, file: await read(url), markdown: await read(markdownUrl) }
}

/** The ten questions of a reviewer, each answered by someone who has nothing but the file. */
const questions: readonly (readonly [
  question: string,
  answer: (file: SeenPack) => unknown,
  expected: unknown,
])[] = [
  [
    'Who asks for access, and under which ID?',
    ({ facts }) => [facts.Product, facts['App at Microsoft'], facts['Client ID'], facts['App published by']],
    [
      'Trend Vision One',
      expect.stringContaining('Account actions'),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/verified by Microsoft/i),
    ],
  ],
  [
    'What can it read or change?',
    (file) => permissions(file).map(({ name, lines }) => [name, lines.Allows]),
    expect.arrayContaining([
      ['User.ReadWrite.All', expect.stringMatching(/user/i)],
      ['Directory.ReadWrite.All', expect.stringMatching(/.+/)],
    ]),
  ],
  [
    'Does it work without a signed-in person, and over which API?',
    (file) => [permissions(file).map(({ tags }) => tags[0]), file.section(/read or change/).text],
    [
      ['application', 'application', 'application'],
      expect.stringMatching(
        /Application permissions work without a signed-in person[\s\S]*Microsoft Graph · 3/,
      ),
    ],
  ],
  [
    'Why is each permission needed, and by which products?',
    (file) => permissions(file).map(({ lines }) => [lines['Needed for'], lines['Used by']]),
    expect.arrayContaining(
      actions.permissions.map(({ reason }) => [reason, expect.stringContaining('Workbench')]),
    ),
  ],
  [
    'What is lost if we refuse one?',
    (file) => permissions(file).map(({ lines }) => lines['Without it']),
    expect.arrayContaining(actions.permissions.map(({ without }) => without)),
  ],
  [
    'How risky is it, and who says so?',
    (file) => [permission(file, 'User.ReadWrite.All').lines.Risk, file.section(/facts come from/).text],
    [
      'Tier 0, a path to Global Administrator or full control of a whole service; rated by a published tiering',
      expect.stringContaining('azure-tiering'),
    ],
  ],
  [
    'Is there less, and is less also less risky?',
    (file) => permission(file, 'User.ReadWrite.All').lines['Less would be']?.split('\n'),
    [
      expect.stringMatching(
        /^User\.RevokeSessions\.All: .* Less risky: tier 1, rated by a published tiering\. learn\.microsoft\.com/,
      ),
      expect.stringMatching(/^User\.EnableDisableAccount\.All: .* Narrower, but not less risky: tier 0/),
      expect.stringMatching(/^User-PasswordProfile\.ReadWrite\.All: .* not less risky: tier 0/),
    ],
  ],
  [
    'Does any of it end?',
    (file) => file.section(/What ends/).text,
    `No end date is known for any of these permissions in catalog version ${catalog.version}.`,
  ],
  [
    'Who can grant it here?',
    (file) => [file.facts['Can be granted by'], file.section(/Who can grant/).text],
    ['Privileged Role Administrator', expect.stringMatching(/Privileged Role Administrator must accept/)],
  ],
  [
    'How do we revoke it, and what stops then?',
    (file) => [
      file.section(/revoked/).text,
      file.section(/Which products/).entries.map(({ lines }) => lines['If refused']),
    ],
    [
      expect.stringMatching(
        /Enterprise applications.*at least a Cloud Application Administrator.*Permissions.*revoke it.*delete the enterprise application.*30 days.*60 to 90 minutes.*To confirm it.*next read of Adatum/,
      ),
      catalog.apps.filter(({ id }) => actions.apps.includes(id)).map(({ whenBlocked }) => whenBlocked)
        .length > 0
        ? expect.arrayContaining([expect.stringContaining('account actions')])
        : [],
    ],
  ],
]

/** As somebody does who follows the recipes in the file, without starting the programs that they name. */
function checkHashes(file: SeenPack): void {
  const { text } = file.section(/facts come from/)
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
  expect(text).toContain('sha256sum <catalog file>')
  expect(text).toContain(
    `SHA-256 of the catalog file ${sha256(readFileSync('bot/domain/catalog/catalog.json'))}`,
  )
  const clientId = file.facts['Client ID']
  expect(text).toContain(`run: printf %s "$(echo ${clientId}; LC_ALL=C sort -u ids.txt)" | sha256sum`)
  const ids = permissions(file).map(({ lines }) => lines.ID)
  const list = [clientId, ...ids.toSorted()].join('\n')
  expect(text).toContain(`SHA-256 of client ID and list ${sha256(list)}`)
}

const permissions = (file: SeenPack) => file.section(/read or change/).entries
function permission(file: SeenPack, name: string) {
  const found = permissions(file).find((each) => each.name === name)
  if (!found) throw new Error(`Expected ${name} in the file`)
  return found
}

test('ten questions of a reviewer are answered by the file alone', async () => {
  const app = await startWholeApp()
  const { file, markdown } = await packOf(app.teams.as(people.victor), 'pack Account actions in Adatum')
  const seen = seePack(file)
  for (const [question, answer, expected] of questions) expect(answer(seen), question).toEqual(expected)
  for (const { value, reason, without } of actions.permissions)
    for (const fact of [value, reason, without])
      expect(markdown.replaceAll('\\', ''), 'the same as Markdown').toContain(fact)

  const here = seen.section(/What holds in Adatum/)
  expect(here.text).toMatch(/Status ✅ Granted/)
  expect(here.text).toMatch(/Last read \d{4}-\d\d-\d\d \d\d:\d\d UTC, from the tenant’s own directory/)
  expect(here.text).toMatch(/3 of 3 permissions/)
  expect(permissions(seen).map(({ lines }) => lines['In this tenant'])).toEqual(Array(3).fill('✓ Granted'))
  expect(seen.text).toMatch(/Made \d{4}-\d\d-\d\d \d\d:\d\d UTC by Victor/)
  const sources = seen.section(/facts come from/).text
  expect(sources).toContain(`Version ${catalog.version}`)
  expect(sources).toContain(catalog.hash)
  expect(sources).toContain('It names no tenant but Adatum Corporation.')
  checkHashes(seen)
  for (const resource of [/<script/i, /<link/i, /<img/i, /url\(/i, /@import/i, / src=/i])
    expect(file, 'one file, without any other').not.toMatch(resource)
})

test('the set alone names no tenant, and every permission of every set is in its file', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  for (const set of catalog.sets) {
    const { file } = await packOf(victor, `pack "${set.name}"`)
    const seen = seePack(file)
    expect(
      permissions(seen)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(set.permissions.map(({ value }) => value).toSorted())
    expect(seen.text).toContain('It says nothing about any tenant')
    for (const { id, displayName, domain } of demo.tenants)
      for (const name of [id, displayName, domain]) expect(file).not.toContain(name)
  }
})

test('an API that ends is said with its day, and what no API shows as what it is', async () => {
  const app = await startWholeApp()
  const { file, markdown } = await packOf(app.teams.as(people.alice), 'pack SaaS posture in Adatum')
  const seen = seePack(file)
  const [ends] = seen.section(/What ends/).entries
  expect(ends?.name).toBe('full_access_as_app')
  expect(ends?.lines).toMatchObject({
    When: expect.stringContaining('2027-04-01'),
    'What ends': 'Exchange Web Services in Exchange Online',
    Source: expect.stringContaining('techcommunity.microsoft.com'),
  })
  expect(permission(seen, 'full_access_as_app').lines.Ends).toContain('2027-04-01')
  expect(markdown).toContain('2027-04-01')
  const byHand = seen.section(/What else/).entries.map(({ lines }) => lines['In this tenant'])
  expect(byHand).toContain('? Nobody has confirmed it; no API shows it')
  expect(seen.section(/What holds/).text, 'the status stays what was read').toMatch(/Status ✅ Granted/)
  expect(seen.section(/What holds/).text).toMatch(/also needs: EWSEnabled/)
})

test('what is accepted for a time is in it, without what people wrote', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('whoami')
  const details = await alice.ask('details "Account actions" in Northwind')
  const form = await alice.click(details, 'Accept')
  const reason = 'Kanarienvogel GmbH wanted it the same way'
  await alice.click(form, 'exception.accept', { reason })
  await app.settled()
  const { file, markdown } = await packOf(alice, 'pack "Account actions" in Northwind')
  const here = seePack(file).section(/What holds in Northwind/)
  expect(here.text).toContain('What is accepted for a time?')
  const accepted = here.entries.find(({ lines }) => lines['Accepted by'])
  expect(accepted?.lines).toEqual({
    'Accepted by': expect.stringMatching(/^Alice Moreau, \d{4}-/),
    Owner: 'Alice Moreau',
    Until: expect.stringMatching(/^\d{4}-\d\d-\d\d/),
  })
  expect(here.text, 'it makes nothing granted').not.toMatch(/Status ✅/)
  for (const text of [file, markdown]) expect(text).not.toContain('Kanarienvogel')
})

test('a consent through a link of ours is named with its people', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const plan = await alice.ask('grant "User, device and activity" in Fabrikam')
  const made = await alice.click(plan, 'grant.start')
  await decide(app, made, accept)
  const { file } = await packOf(alice, 'pack "User, device and activity" in Fabrikam')
  const [consent] = seePack(file).section(/What holds in Fabrikam/).entries
  expect(consent?.name).toMatch(/^Consent \w{3}-\w{3}, confirmed by a read \d{4}-/)
  expect(consent?.lines).toEqual({
    'Requested by': 'Alice Moreau',
    'Link for': 'Alice Moreau',
    'Approved by': 'No second person was needed',
  })
})

test('the link is for the person’s own chat, for a quarter of an hour, and every download is noted', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('whoami')
  const shared = await app.teams.as(people.alice, channel('General')).ask('pack Directory data in Fabrikam')
  expect(JSON.stringify(shared.card)).not.toContain('/pack/')
  const { url } = await packOf(alice, 'pack Directory data in Fabrikam')
  const token = url.split('/').at(-1) ?? ''
  expect(JSON.stringify([query(app, 'select * from packs'), app.log.lines])).not.toContain(token)
  expect(auditOf(app, 'pack.download')).toHaveLength(2)

  const answer = await fetch(url)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-disposition': expect.stringMatching(
      /^inline; filename="security-review-directory-data-[\w-]+\.html"$/,
    ),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  const text = await answer.text()
  expect(text, 'the file leads to nobody’s link').not.toContain(token)
  const style = createHash('sha256').update(/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '')
  expect(answer.headers.get('content-security-policy'), 'its own style sheet may be used').toContain(
    `'sha256-${style.digest('base64')}'`,
  )
  expect((await fetch(`${url}/markdown`)).headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  expect(auditOf(app, 'pack.download'), 'a look is none').toHaveLength(4)
  const wrong = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  expect((await fetch(wrong)).status).toBe(404)
  await app.pass(minutes(15))
  const late = await fetch(url)
  expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('expired')])
})

test('who lost the tenant gets no file, and nobody gets one of a tenant that they can’t see', async () => {
  const own = tenantIdOf('Adatum')
  const app = await startWholeApp({}, undefined, { ROLE_SCOPES: `${people.victor.objectId}=${own}` })
  const victor = app.teams.as(people.victor)
  const { url } = await packOf(victor, 'pack Directory data in Adatum')
  const refused = await victor.ask('pack Directory data in Contoso')
  expect(urlsOf(refused)).toEqual([])
  expect(readText(refused.card)).not.toContain('contoso.com')
  await app.restart({ change: { scopes: { [people.victor.objectId]: [tenantIdOf('Contoso')] } } })
  const gone = await fetch(url)
  expect([gone.status, await gone.text()]).toEqual([403, expect.not.stringContaining('Adatum')])
  expect(auditOf(app, 'pack.download'), 'what was given before').toHaveLength(2)
  const { url: other } = await packOf(victor, 'pack Directory data in Contoso')
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask('remove tenant Contoso'), { verb: 'tenant.confirmRemove', data: {} })
  await app.settled()
  expect((await fetch(other)).status, 'a tenant that was removed').toBe(403)
})

test('no name, domain, or ID of another tenant is in a file, not even where it has the app or a person wrote it', async () => {
  const app = await startWholeApp()
  const own = tenantIdOf('Northwind')
  // The app is in another tenant, which a refusal would name.
  await changeWorld(app, 'grant', { tenantId: own, clientId: 'directory-data' })
  await app.teams.as(people.alice).ask('sync northwindtraders.com')
  await app.settled()
  const secrets = giveSecretNames(app, own)
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  for (const driver of [alice, olivia]) await driver.ask('whoami')
  const form = await olivia.ask(`block "Account actions" in ${own}`)
  const reason = `They left for ${secrets[0]} (${secrets[1]})`
  await olivia.click(form, 'request.make', { reason })
  await app.settled()
  const approval = app.teams
    .cards(alice.conversationId)
    .findLast(({ card }) => /requests: /.test(readText(card)))
  await alice.click(approval as BotMessage, 'Approve')
  await app.settled()
  for (const set of catalog.sets) {
    const { file, markdown } = await packOf(alice, `pack "${set.name}" in ${own}`)
    const told = `${file}${markdown}`.toLowerCase()
    expect(
      secrets.filter((secret) => told.includes(secret.toLowerCase())),
      set.name,
    ).toEqual([])
    expect(told).toContain(own)
    if (set.id === 'directory-data') expect(seePack(file).text).toContain('is used elsewhere')
  }
})

/** Every other tenant gets a name and a domain that stand nowhere else. */
function giveSecretNames(app: WholeApp, own: string): string[] {
  const database = new DatabaseSync(app.config.database)
  const others = demo.tenants.filter(({ id }) => id !== own)
  const secrets = others.flatMap(({ id }, at) => {
    const [name, domain] = [`Geheimnis${at} Kanarienvogel`, `kanarienvogel${at}.example`]
    database
      .prepare('update tenants set display_name = ?, name_key = ?, default_domain = ? where id = ?')
      .run(name, name.toLowerCase(), domain, id)
    return [name, domain, id]
  })
  database.close()
  return secrets
}
