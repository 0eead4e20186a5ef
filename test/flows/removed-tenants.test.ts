import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

async function remove(app: WholeApp, tenant: string): Promise<void> {
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask(`remove tenant ${tenant}`), 'Confirm removal')
  await app.settled()
}

const urlOf = (card: Card): string =>
  `${elementsOf(card).find(({ type }) => type === 'Action.OpenUrl')?.url ?? 'none'}`

test('a removed tenant keeps the name that it had, in the history and in both exports', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask('block "SaaS posture" in Adatum'), 'Confirm block')
  await remove(app, 'Adatum')
  const history = readText((await alice.ask('history')).card)
  expect(history).toMatch(/\*\*Adatum[^*]*\*\* \(removed\)/)
  expect(history).not.toContain(tenantIdOf('Adatum'))
  const place = await alice.ask('history')
  await alice.press(place, { verb: 'history.show', data: { tenantId: tenantIdOf('Adatum') } })
  const own = readText(alice.see(place).card)
  expect(own).toMatch(/of Adatum.* \(removed\)/)
  expect(own).not.toContain('Back to tenant')
  for (const format of ['csv', 'json', 'ocsf']) {
    const made = await alice.click(await alice.ask(`export ${format}`), 'Get the link')
    const text = await (await fetch(urlOf(made.card))).text()
    const lines = text.split('\n').filter((line) => line.includes(tenantIdOf('Adatum')))
    expect(lines.length, format).toBeGreaterThan(1)
    const other = lines.filter((line) => !/Adatum \w+|"tenant":"Adatum/.test(line))
    expect(other, format).toEqual([])
  }
})

test('its resolved alerts and ended consents keep its name, too', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await alice.click(
    await alice.ask('grant "User, device and activity" in Fabrikam'),
    'grant.start',
  )
  await remove(app, 'Fabrikam')
  expect(readText(alice.see(started).card)).toMatch(/in Fabrikam/)
  expect(readText(alice.see(started).card)).not.toContain(tenantIdOf('Fabrikam'))
})
