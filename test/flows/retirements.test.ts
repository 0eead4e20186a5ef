import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { makeBrowser } from '../support/browser.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { accept, decide, linkOf, startGrant } from './consent-flow.ts'

const posture = 'saas-posture'
const days = (n: number): number => hours(24 * n)

interface Told {
  setId: string
  condition: string
  state: string
  step: string
}

/** Every alert about an API that ends, as it is stored. */
const toldIn = (app: WholeApp): string[] =>
  query<Told & { detail: string; key: string }>(
    app,
    "select set_id as setId, key, state, detail_json as detail from alerts where condition like 'api%' order by id",
  ).map(({ setId, key, state, detail }) => {
    return `${setId} ${key.split('|').at(-1)} ${state} ${JSON.parse(detail).facts.step}`
  })

/** Days after the thirtieth of September; the tenant is read again. */
async function passTo(app: WholeApp, ms: number): Promise<void> {
  await app.pass(ms)
  await app.pass(minutes(16))
}

/** Before something is granted, why, the plan, and the page before Microsoft’s say what it will be worth. */
async function expectTold(app: WholeApp, alice: Driver): Promise<void> {
  await decide(app, await alice.ask('add tenant proseware.com'), accept)
  const why = (await alice.ask('why full_access_as_app')).card
  expect(readText(why)).toMatch(/Since Oct 1, it also needs: EWSEnabled/)
  expect(readText(why)).toMatch(/ends on Apr 1, 2027/)
  const source = elementsOf(why).find(({ title }) => title === 'Open the source')
  expect(source).toMatchObject({ url: expect.stringMatching(/^https:\/\/techcommunity\.microsoft\.com\//) })
  const labels = readText((await alice.ask('why InformationProtectionPolicy.Read.All')).card)
  expect(labels).toMatch(/Preview: The sensitivity labels of Microsoft Graph are in beta only/)
  const plan = readText((await alice.ask('grant "SaaS posture" in Proseware')).card)
  expect(plan).toMatch(/An API behind this list ends or has ended: full\\_access\\_as\\_app/)
  expect(plan).toMatch(/Also required there: .*Exchange Web Services allowed for this app/)
  const sent = await startGrant(alice, 'grant "Labels and protected content" in Proseware')
  const page = await makeBrowser().open(linkOf(sent))
  expect(page.text).toContain('Preview: The sensitivity labels of Microsoft Graph are in beta only')
}

test('2026-09-30, 10-02, 2027-04-02: finding and alert change on each day, the status stays', async () => {
  const app = await startWholeApp({}, undefined, {}, new Date('2026-09-30T08:00:00Z'))
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  await alice.ask('alerts on')
  await decide(app, await alice.ask('add tenant adatum.com'), accept)
  await passTo(app, minutes(16))
  const details = () => alice.ask('details "SaaS posture" in Adatum Corporation')
  const shown = async () => readText((await details()).card)
  const cards = () =>
    app.teams
      .cards(alice.conversationId)
      .filter(({ card }) => /Alert #\d+:/.test(String(card.fallbackText)))
      .map(({ card }) => readText(card))

  expect(statusOf(app, 'Adatum', posture)).toBe('granted')
  expect(toldIn(app)).toEqual(['user-device-activity 2026-10-15 open 30', `${posture} 2026-10-01 open 7`])
  expect(await shown()).toMatch(/Granted, but the API behind full\\_access\\_as\\_app ends on Apr 1, 2027/)
  expect(cards()).toHaveLength(2)
  expect(cards().join('\n')).toMatch(/“SaaS posture” needs more than its permissions in 1 day/)

  await passTo(app, days(2))
  expect(statusOf(app, 'Adatum', posture)).toBe('granted')
  expect(toldIn(app)).toEqual(['user-device-activity 2026-10-15 open 30', `${posture} 2026-10-01 open 0`])
  const limited = await shown()
  expect(limited).toMatch(
    /Granted, but since Oct 1, full\\_access\\_as\\_app also needs: EWSEnabled set to True/,
  )
  expect(limited).toMatch(/Nobody has confirmed Exchange Web Services allowed for this app/)
  expect(cards().join('\n')).toMatch(/“SaaS posture” now needs more than its permissions/)

  await expectTold(app, alice)

  // Who may not decide is refused, and the history says so.
  const [card, stale] = [await details(), await details()]
  const refused = await olivia.click(card, 'Confirm setting')
  expect(readText(refused.card)).toMatch(/approver/i)
  expect(auditOf(app, 'setting.confirm')).toEqual([
    { action: 'setting.confirm', result: 'refused', reason: 'ROLE_MISSING', actor: people.olivia.name },
  ])
  expect(await shown()).toMatch(/Nobody has confirmed/)

  const confirmed = readText((await alice.click(card, 'Confirm setting')).card)
  expect(confirmed).toMatch(/is confirmed by hand\. The status doesn’t change: it’s what was read/)
  expect(confirmed).toMatch(
    /Confirmed by \*\*Alice Moreau\*\* on Oct 2; asked again on Dec 1\. Grantkeeper can’t read it/,
  )
  expect(confirmed).not.toMatch(/Nobody has confirmed/)
  expect(confirmed).toMatch(/✅ \*\*Granted\*\*/)
  // A click on a card from before changes nothing.
  expect(readText((await alice.click(stale, 'Confirm setting')).card)).toMatch(/card was outdated/)
  expect(auditOf(app, 'setting.confirm').map(({ result }) => result)).toEqual(['refused', 'done'])
  // Nobody confirms what is read, or what the catalog doesn't have.
  const sql = 'select version as v from grants where tenant_id = ? and set_id = ?'
  const [{ v } = { v: 0 }] = query<{ v: number }>(app, sql, tenantIdOf('Adatum'), posture)
  for (const setting of ['global-reader', 'nothing'])
    for (const holds of [true, false]) {
      const data = { tenantId: tenantIdOf('Adatum'), setId: posture, v, setting, holds }
      const answer = await alice.invoke(stale, { verb: 'setting.confirm', data })
      expect(JSON.stringify(answer)).toMatch(/card was outdated/)
    }
  expect(auditOf(app, 'setting.confirm')).toHaveLength(2)

  await passTo(app, days(60))
  expect(await shown()).toMatch(
    /Alice Moreau’s confirmation of Exchange Web Services allowed for this app has run out/,
  )
  expect(statusOf(app, 'Adatum', posture)).toBe('granted')

  await passTo(app, days(122))
  expect(statusOf(app, 'Adatum', posture)).toBe('granted')
  expect((await askAccess(app, 'Adatum', posture)).status).toBe('granted')
  const ended = await shown()
  expect(ended).toMatch(
    /Granted, but the API behind full\\_access\\_as\\_app has ended on Apr 1: Exchange Web Services/,
  )
  expect(ended).not.toMatch(/Exchange Web Services allowed for this app/)
  expect(toldIn(app)).toEqual([
    'user-device-activity 2026-10-15 open 0',
    `${posture} 2026-10-01 resolved 0`,
    `${posture} 2027-04-01 open 0`,
  ])
  expect(cards()).toHaveLength(3)
  const last = cards().find((text) => /An API behind “SaaS posture” has ended/.test(text))
  expect(last).toMatch(
    /full\\_access\\_as\\_app stays granted in Entra, but the API behind that has ended on Apr 1/,
  )
  expect(await app.restart()).toBeUndefined()
  await app.pass(minutes(16))
  expect(toldIn(app)).toHaveLength(3)
  expect(cards()).toHaveLength(3)
})
