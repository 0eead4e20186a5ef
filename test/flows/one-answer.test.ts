import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { addFault } from '../../emulator/faults.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { linkOf, startGrant } from './consent-flow.ts'

const tenantId = tenantIdOf('Adatum')
const refuse = (app: WholeApp, code: number, at = tenantId, error?: string) =>
  addFault(app.emulator.world, {
    where: 'token',
    tenantId: at,
    effect: { kind: 'aadsts', code, ...(error && { error }) },
  })
const heal = (app: WholeApp) => {
  app.emulator.world.faults.length = 0
}

const codes: [code: number, who: RegExp][] = [
  [70021, /the admin who runs Grantkeeper/i],
  [700211, /the admin who runs Grantkeeper/i],
  [7002138, /the admin who runs Grantkeeper/i],
  [50012, /the admin who runs Grantkeeper/i],
  [50032, /the admin who runs Grantkeeper/i],
  [900382, /the admin who runs Grantkeeper/i],
  [50059, /the admin who runs Grantkeeper/i],
  [7000222, /the admin who runs Grantkeeper/i],
  [7999999, /the admin who runs Grantkeeper/i],
  [53003, /Conditional Access Administrator of/i],
  [500014, /Cloud Application Administrator of/i],
  [500011, /Cloud Application Administrator of/i],
  [7000112, /Cloud Application Administrator of/i],
  [700016, /Privileged Role Administrator of/i],
  [7000229, /Privileged Role Administrator of/i],
  [90002, /an approver, here in chat/i],
]

/** The list names the tenant in its row already. */
const whoOfList = ({ source, flags }: RegExp): RegExp =>
  new RegExp(`ask:? ${source.replace(/ of$/, '')}`, flags)

/** The lines that say who must act. */
const whoLines = (text: string): string[] =>
  text.split('\n').filter((line, at, all) => line.startsWith('Who: ') || all[at - 1] === 'Who can do it')

test('one number, one answer: sync card, status, details, and doctor name the same person', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const [code, who] of codes) {
    refuse(app, code, tenantId, 'invalid_request')
    const sync = await alice.ask('sync Adatum')
    await app.settled()
    const cards = {
      sync: readText(alice.see(sync).card),
      status: readText((await alice.ask('status Adatum')).card),
      details: readText((await alice.ask('details "Account actions" in Adatum')).card),
      doctor: readText((await alice.ask(`doctor AADSTS${code}: Some words. Adatum`)).card),
    }
    expect(readText((await alice.ask('tenants Adatum')).card), `${code} on the list`).toMatch(whoOfList(who))
    for (const [name, text] of Object.entries(cards)) {
      const said = whoLines(text)
      expect(said.length, `${code} on ${name}: ${text}`).toBeGreaterThan(0)
      for (const line of said) expect(line, `${code} on ${name}`).toMatch(who)
    }
    // A new consent helps only against some of the reasons for which a connection is lost.
    if (code === 53003) expect(cards.status).toMatch(/^Find the policy/m)
    const isMended = [700016, 7000229].includes(code)
    expect(/^Connect$/m.test(cards.status), `${code}: ${cards.status}`).toBe(isMended)
    heal(app)
  }
})

test.each([7000229, 700016, 90002, 53003, 7000112, 500014])(
  'tenants in a row that each answer %i do not pause a round: every one of them is tried',
  async (code) => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    addFault(app.emulator.world, { where: 'token', effect: { kind: 'aadsts', code } })
    await alice.ask('sync all')
    await app.settled()
    await app.pass(minutes(1))
    const [run] = query<{ state: string; total: number; done: number }>(app, 'select * from sync_runs')
    expect(run).toMatchObject({ state: 'done', done: run?.total })
    expect(query(app, "select condition from alerts where condition = 'syncStopped'")).toEqual([])
  },
)

test('an expired secret of our own pauses it, with one alarm that names who must act', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  addFault(app.emulator.world, { where: 'token', effect: { kind: 'aadsts', code: 7000222 } })
  await app.pass(hours(2))
  await alice.ask('sync all')
  await app.settled()
  await app.pass(minutes(1))
  expect(query(app, "select state from alerts where condition = 'syncStopped'")).toEqual([{ state: 'open' }])
  expect(readText((await alice.ask('settings')).card)).toContain('Ask: the admin who runs Grantkeeper')
})

/** Refuses the consent for a set in Fabrikam with these parameters of the redirect. */
async function refuseConsent(query: Record<string, string>) {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const press = await fetch(linkOf(card), { method: 'POST', redirect: 'manual' })
  const state = new URL(press.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const cookie = press.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const url = new URL(`/consent/callback?${new URLSearchParams({ ...query, state })}`, app.botUrl)
  expect((await fetch(url, { headers: { cookie } })).status).toBe(200)
  await app.settled()
  return { app, alice, followUp: readText(alice.see(card).card) }
}

test('650051 whose text names an unknown permission is the publisher’s, and nothing is deleted', async () => {
  const description =
    'AADSTS650051: Claim is invalid: Vulnerability.Read does not exist on resource application fc780465-2017-40d4-a0c5-307022471b92. Trace ID: 0b1c2d3e-0000-4000-8000-00000000abcd'
  const { app, alice, followUp } = await refuseConsent({
    error: 'invalid_client',
    error_description: description,
  })
  expect(followUp).toContain('Who: the publisher of the app')
  const status = readText((await alice.ask('status Fabrikam')).card)
  const doctor = readText((await alice.ask(`doctor ${description}`)).card)
  expect(status).toContain('Who: the publisher of the app')
  expect(doctor).toContain('The publisher of the app')
  for (const text of [followUp, status, doctor]) {
    expect(text).toContain('The app requests a permission that its API doesn’t have')
    expect(text).not.toMatch(/delete the (old )?enterprise application/i)
  }
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('error')
})

test('the policy that refused is named wherever the refusal is', async () => {
  const policyId = 'aa00bb11-0000-4000-8000-0000000000cc'
  const claims = JSON.stringify({ access_token: { capolids: { essential: true, values: [policyId] } } })
  const error_description = 'AADSTS53003: Access has been blocked by Conditional Access policies.'
  const { alice, followUp } = await refuseConsent({ error: 'access_denied', error_description, claims })
  const texts = [
    followUp,
    readText((await alice.ask('status Fabrikam')).card),
    readText((await alice.ask('details "User, device and activity" in Fabrikam')).card),
    readText((await alice.ask(`doctor ${JSON.stringify({ error_description, claims })}`)).card),
  ]
  for (const text of texts) expect(text.replaceAll('\\', '')).toContain(`Policy ID ${policyId}`)
})

for (const tenant of ['contoso.com', '', 'null', '{31be05d2-0000-4000-8000-000000000002}', 'common'])
  test(`a consent that names “${tenant}” as its tenant is recorded as malformed, and only a read counts`, async () => {
    const { app, followUp } = await refuseConsent({ admin_consent: 'True', tenant })
    expect(followUp).toContain('The response from Microsoft was malformed')
    expect(auditOf(app, 'consent.return')).toMatchObject([{ result: 'failed' }])
    const [entry] = query<{ detail_json: string }>(app, "select * from audit where action = 'consent.return'")
    expect(JSON.stringify(entry)).toContain('redirectMalformed')
  })

test('a refusal that names no tenant keeps its reason, and what was malformed is recorded too', async () => {
  const error_description = 'AADSTS65004: User declined.'
  const { app, followUp } = await refuseConsent({ error: 'access_denied', error_description, tenant: 'x' })
  expect(followUp).toContain('Consent was declined')
  const [entry] = query<object>(app, "select * from audit where action = 'consent.return'")
  expect(JSON.stringify(entry).replaceAll('\\', '')).toContain('"malformed":["tenant"]')
})

test('the doctor says the error and the others of one text, and what is certain of an unknown number', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const several = readText((await alice.ask('doctor AADSTS65004: x AADSTS90094: y')).card)
  expect(several).toContain('Consent was declined')
  expect(several).toMatch(/Also in this text\n90094 · Admin consent is required/)
  const unknown = readText(
    (await alice.ask('doctor {"error":"invalid_client","error_description":"AADSTS7999999: z"}')).card,
  )
  expect(unknown).toContain('Unknown sign-in code')
  expect(unknown).toContain('didn’t accept the app or its credential')
})

test('settings names the field that the answer about the registrations lacked', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  app.expectOddAnswers()
  for (const registration of app.emulator.world.registrations.values())
    registration.redirectUris = [7 as unknown as string]
  await alice.ask('sync all')
  await app.settled()
  const text = readText((await alice.ask('settings')).card).replaceAll('\\', '')
  expect(text).toContain('missing or changed field: web.redirectUris')
})

test('a number after 4,000 characters of a pasted log is found', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const form = await alice.ask('doctor')
  const log = 'at some.module (file.js:1:1)\n'.repeat(200)
  const answer = await alice.click(form, 'doctor.show', { text: `${log}AADSTS7000222: expired` })
  expect(readText(answer.card)).toContain('The client secret has expired')
})

test('a 403 without a known code is a missing right, not a license', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const path = 'roleAssignments'
  const effect = { kind: 'status', status: 403, code: 'Forbidden', message: 'Refused.' } as const
  addFault(app.emulator.world, { where: 'part', tenantId, path, effect })
  await alice.ask('sync Adatum')
  await app.settled()
  const text = readText((await alice.ask('details "Account actions" in Adatum')).card)
  expect(text).toContain('Grantkeeper isn’t allowed to read this tenant')
  expect(text).not.toMatch(/license or a policy/)
})
