import { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, snapshot, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { linkOf, startGrant } from './consent-flow.ts'

test('lines that name nothing, or too much, are answered clearly and change nothing', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const before = snapshot(app)
  const answers: [string, RegExp][] = [
    ['status Nowhere Corp', /Nowhere Corp/],
    ['status To', /Tailspin Toys[\s\S]*Wingtip Toys|which/i],
    ['status 3c3c3c3c-0000-4000-8000-0000000000zz', /no tenant|not known|unknown|guid/i],
    ['add tenant no-such-domain.example', /no-such-domain|not found|Microsoft/i],
    ['add tenant not a domain', /domain|GUID/i],
    ['grant Everything in Fabrikam', /Everything/],
    ['grant "Account actions"', /grant .*set.* in .*tenant/],
    ['grant', /grant .*set.* in .*tenant/],
    ['block "Account actions" in Nowhere', /Nowhere/],
    ['stauts Fabrikam', /status/],
    ['please delete everything', /help/i],
    ['doctorr ${process.env}', /know this command/],
    ['why Nothing.Read.At.All', /Nothing\.Read/],
    [`grant "Account actions" in ${'x'.repeat(3_000)}`, /no tenant|not known|unknown/i],
    ['status ${process.env} <at>everyone</at> **bold**', /\$ \{process/],
  ]
  for (const [line, words] of answers) {
    const { card } = await alice.ask(line)
    expect(readText(card), line).toMatch(words)
  }
  await app.settled()
  expect(snapshot(app)).toBe(before)
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('a stored row that lost a name is told as a fault with a reference, never as a card with a hole', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const tenantId = tenantIdOf('Fabrikam')
  const db = new DatabaseSync(app.config.database, { timeout: minutes(1) })
  const where = "where tenant_id = ? and set_id = 'user-device-activity'"
  const good = db.prepare(`select memory_json from grants ${where}`).get(tenantId)?.memory_json as string
  const write = (memory: string) =>
    db.prepare(`update grants set memory_json = ?, version = version + 1 ${where}`).run(memory, tenantId)
  const memory = JSON.parse(good) as { facts: { value: { scopes: { value?: string }[] } } }
  delete memory.facts.value.scopes[0]?.value
  write(JSON.stringify(memory))
  const asked = { verb: 'grant.details', data: { tenantId, setId: 'user-device-activity' } }
  const card = await alice.ask('help')
  const { status, body } = await alice.invoke(card, asked)
  expect(status).toBe(200)
  expect(JSON.stringify(body)).not.toMatch(/undefined|User\.Read/)
  const [bug] = app.log.lines.filter(({ level }) => level === 'error')
  expect(inspect(bug, { depth: 5 })).toContain('facts.value.scopes.0.value')
  // Its neighbours are as before, and so is the tenant once the row is.
  const { body: other } = await alice.invoke(card, {
    verb: 'tenant.show',
    data: { tenantId: tenantIdOf('Contoso') },
  })
  expect(JSON.stringify(other)).toContain('Contoso')
  write(good)
  db.close()
  const { body: mended } = await alice.invoke(card, asked)
  expect(JSON.stringify(mended)).toContain('User.Read')
})

test('forged and outdated clicks: a clear card, an audit entry for an act, nothing changed', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await alice.ask('tenants')
  const before = snapshot(app)
  const tenantId = tenantIdOf('Fabrikam')
  const forged: { verb: string; data: unknown }[] = [
    { verb: 'grant.everything', data: {} },
    { verb: 'grant.confirmBlock', data: { tenantId, setId: 'account-actions' } },
    { verb: 'grant.confirmBlock', data: { tenantId, setId: 'account-actions', v: 9_999 } },
    { verb: 'grant.confirmBlock', data: { tenantId, setId: 'no-such-set', v: 1 } },
    { verb: 'grant.confirmBlock', data: { tenantId: 'fabrikam', setId: 'account-actions', v: 1 } },
    { verb: 'grant.reset', data: { tenantId, setId: 'account-actions', v: 1 } },
    { verb: 'grant.start', data: { setId: 'account-actions', tenantIds: [], v: 'x' } },
    { verb: 'grant.start', data: { setId: '__proto__', tenantIds: [tenantId], v: 'x' } },
    { verb: 'tenant.confirmRemove', data: { tenantId, v: 9_999 } },
    { verb: 'sync.cancel', data: { runId: 'x'.repeat(43) } },
    { verb: 'consent.cancel', data: { consentId: 'x'.repeat(43), v: 1 } },
    { verb: 'constructor', data: { tenantId } },
  ]
  for (const action of forged) {
    const { status, body } = await alice.invoke(card, action)
    expect(status, action.verb).toBe(200)
    expect(JSON.stringify(body), action.verb).not.toMatch(/undefined|\$\{|Error:/)
  }
  await app.settled()
  expect(snapshot(app)).toBe(before)
  expect(auditOf(app).filter(({ result }) => result === 'refused').length).toBeGreaterThanOrEqual(4)
})

test('who has no right learns whom to ask, and the attempt is in the history', async () => {
  const app = await startWholeApp()
  const before = snapshot(app)
  for (const [person, words] of [
    [people.victor, /operator/i],
    // Who may ask gets the form to do so.
    [people.olivia, /Only approvers can do this/],
    [people.nadia, /operator/i],
    [people.gus, /Alice Moreau or Bob Okafor/],
  ] as const) {
    const { card } = await app.teams.as(person).ask('block "Account actions" in Fabrikam')
    expect(readText(card), person.name).toMatch(words)
  }
  const { card } = await app.teams.as({ ...people.alice, tenantId: tenantIdOf('Fabrikam') }).ask('tenants')
  expect(readText(card)).not.toContain('Contoso')
  expect(snapshot(app)).toBe(before)
  const refused = auditOf(app, 'grant.block').map(({ actor, reason }) => `${actor} ${reason}`)
  expect(refused).toContain('Victor Haas ROLE_MISSING')
  expect(refused).toContain('Gus Petrov NO_ROLE')
})

test('the consent pages believe nothing that comes from outside', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const link = linkOf(started)
  const callback = new URL('/consent/callback', app.botUrl).href
  const opened = makeBrowser()
  // What Microsoft's page would send back, stopped before it.
  const microsoft = await opened.submit(await opened.open(link))
  const state = new URL(microsoft.url).searchParams.get('state') ?? ''
  const good = `admin_consent=True&tenant=${tenantIdOf('Fabrikam')}&state=${state}`
  const wrong: [string, number][] = [
    [`${callback}`, 400],
    [`${callback}?admin_consent=True`, 400],
    [`${callback}?${good}&state=${state}`, 400],
    [`${callback}?${good.replace(state, 'A'.repeat(43))}`, 400],
    [`${new URL(`/consent/${'A'.repeat(43)}`, app.botUrl)}`, 404],
    [`${new URL('/consent/..%2f..%2fetc', app.botUrl)}`, 404],
  ]
  for (const [url, status] of wrong) expect((await opened.open(url)).status, url).toBe(status)
  const withoutCookie = await makeBrowser().open(`${callback}?${good}`)
  expect(withoutCookie.status).toBe(400)
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('granting')
  const foreign = good.replace(tenantIdOf('Fabrikam'), tenantIdOf('Contoso'))
  expect((await opened.open(`${callback}?${foreign}`)).status).toBe(200)
  await app.settled()
  // Somebody came back from another tenant: refused, and Contoso is as it was.
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('error')
  expect(statusOf(app, 'Contoso', 'user-device-activity')).toBe('updateRequired')
  expect((await opened.open(`${callback}?${good}`)).status).toBe(400)
})

test('a success that was only claimed is found out by the read', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const browser = makeBrowser()
  const microsoft = await browser.submit(await browser.open(linkOf(started)))
  const state = new URL(microsoft.url).searchParams.get('state') ?? ''
  const claim = `admin_consent=True&tenant=${tenantIdOf('Fabrikam')}&state=${state}`
  await browser.open(new URL(`/consent/callback?${claim}`, app.botUrl).href)
  await app.settled()
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('granting')
})

test('a link scanner that only looks uses nothing up', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const link = linkOf(started)
  for (let times = 0; times < 3; times++) {
    await fetch(link)
    await fetch(link, { method: 'HEAD' })
  }
  await consent(makeBrowser(), link, { decision: 'accept' })
  await app.settled()
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('granted')
})
