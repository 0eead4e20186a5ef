import { expect, onTestFinished, test } from 'vitest'
import { makeLog } from '#platform/base/log.ts'
import { hours } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { linkOf, startGrant } from '../flows/consent-flow.ts'
import { makeTestClock } from '../support/clocks.ts'
import { query } from '../support/facts.ts'
import { addSecret, makeGuard } from '../support/guarded.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const botSecret = 'canary~of~the~bot~5f3a9c'
const readerSecret = 'canary~of~the~reader~77e1b0'

/** Goes through everything that handles a secret, and lets each of it fail once. */
async function useAll(app: WholeApp): Promise<string[]> {
  const { connector } = app.teams
  const alice = app.teams.as(people.alice)
  await alice.ask('tenants')
  const link = linkOf(await startGrant(alice, 'grant "User, device and activity" in Fabrikam'))
  const pressed = await fetch(link, { method: 'POST', redirect: 'manual' })
  const location = new URL(pressed.headers.get('location') ?? '')
  const cookie = pressed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const state = location.searchParams.get('state') ?? ''
  const claim = new URLSearchParams({
    state,
    error: 'access_denied',
    error_description: `AADSTS65004 ${botSecret} ${state}`,
  })
  const callback = new URL(`/consent/callback?${claim}`, app.botUrl)
  await fetch(callback)
  await fetch(callback, { headers: { cookie } })
  for (const status of [401, 403, 500]) {
    connector.fail({ status })
    await alice.say('help')
  }
  app.emulator.world.registrations.get(demo.reader.clientId)?.secrets.splice(0)
  await app.pass(hours(7))
  await alice.ask('sync Fabrikam')
  await alice.ask(`doctor client_secret=${readerSecret} Bearer ${botSecret} state=${state}`)
  await app.settled()
  const tokens = connector.requests.map(({ authorization = '' }) => authorization.replace('Bearer ', ''))
  return [state, cookie.split('=')[1] ?? '', link.split('/').at(-1) ?? '', ...new Set(tokens)]
}

test('no secret that passes through is ever written down or shown', async () => {
  const guard = await makeGuard({ BOT_SECRET: botSecret, READER_SECRET: readerSecret }, (world) => {
    addSecret(world, demo.bot.clientId, botSecret)
    addSecret(world, demo.reader.clientId, readerSecret)
  })
  onTestFinished(() => guard.channel.close())
  const lines: string[] = []
  const log = makeLog({
    level: 'debug',
    clock: makeTestClock(),
    destination: { write: (line) => void lines.push(line) },
  })
  const app = await startWholeApp({ log }, guard)
  const inbound = await guard.channel.sign()
  const secrets = [botSecret, readerSecret, inbound.split('.')[2] ?? '', ...(await useAll(app))]
  expect(secrets.filter((secret) => secret.length < 20)).toEqual([])
  const metrics = await (await fetch(new URL('/metrics', app.botUrl))).text()
  const tables = query<{ name: string }>(app, "select name from sqlite_master where type = 'table'")
  const stored = JSON.stringify(tables.map(({ name }) => query(app, `select * from "${name}"`)))
  expect(lines.length).toBeGreaterThan(10)
  expect(stored).toContain(tenantIdOf('Fabrikam'))
  for (const secret of secrets)
    for (const [place, text] of Object.entries({ log: lines.join(''), metrics, stored }))
      expect(text.includes(secret), `${secret.slice(0, 12)}… in ${place}`).toBe(false)
  const shown = JSON.stringify(app.teams.cards(app.teams.as(people.alice).conversationId))
  for (const secret of [botSecret, readerSecret]) expect(shown).not.toContain(secret)
})
