import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { unmarked } from '../../cards/text.ts'
import { demo } from '../../emulator/demo-world.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { startHealthyApp } from '../support/preflight-world.ts'
import { people, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const textOf = (card: Card): string => unmarked(readText(card))
const titlesOf = (card: Card) => buttonsOf(card).map(({ title }) => title)
const callbackOf = (app: WholeApp) => `${app.botUrl}/consent/callback`

test('an operator checks the configuration from the settings: all of it, then what was broken', async () => {
  const { app } = await startHealthyApp()
  const olivia = app.teams.as(people.olivia)
  const settings = await olivia.ask('settings')
  expect(textOf(settings.card)).toContain('Preflight: not checked since the start')
  const well = await olivia.click(settings, 'Check now')
  expect(textOf(well.card)).toContain('Everything that could be tried works.')
  expect(textOf(well.card)).toMatch(/\d+ of \d+ checks passed · 1 skipped · just now/)
  expect(textOf(well.card)).toContain('Public address: ')
  const back = await olivia.click(well, 'Settings')
  expect(textOf(back.card)).toMatch(/Preflight: \d+ of \d+ checks passed/)
  expect(textOf(back.card)).toContain('No problems found.')

  await changeWorld(app, 'remove-reply-address', { clientId: 'reader', redirectUri: callbackOf(app) })
  await changeWorld(app, 'registration', { clientId: 'bot', multiTenant: true })
  const broken = await olivia.click(back, 'Check now')
  const said = textOf(broken.card)
  expect(said).toMatch(/\d+ of \d+ checks passed · 2 failed/)
  expect(said).toContain('Reader’s registration: Our redirect URI is missing: consent would fail.')
  expect(said).toContain(`Add ${callbackOf(app)} as a redirect URI`)
  expect(said).toContain('Who: Cloud Application Administrator of the home tenant.')
  expect(said).toContain('Bot’s registration: The bot is registered for other tenants too.')
  const worse = await olivia.click(broken, 'Settings')
  expect(textOf(worse.card)).toMatch(/Needs attention\s+Preflight: \d+ of \d+ checks passed · 2 failed/)

  await changeWorld(app, 'add-reply-address', { clientId: 'reader', redirectUri: callbackOf(app) })
  await changeWorld(app, 'registration', { clientId: 'bot', multiTenant: false })
  const mended = await olivia.click(worse, 'Check now')
  expect(textOf(mended.card)).toContain('Everything that could be tried works.')
  // Whoever only reads sees what the settings have always shown, and can't start it.
  for (const reader of [people.victor, people.nadia]) {
    const driver = app.teams.as(reader)
    const seen = await driver.ask('settings')
    expect(textOf(seen.card)).not.toContain('Preflight')
    expect(titlesOf(seen.card)).not.toContain('Check now')
    const forged = await driver.invoke(seen, { verb: 'preflight.run', data: {} })
    expect(JSON.stringify(forged.body)).not.toContain('checks passed')
  }
})

test('the probe answers the installation’s own questions only', async () => {
  const { app } = await startHealthyApp()
  const ask = (query: string) => fetch(`${app.botUrl}/consent/probe${query}`)
  const nonce = 'ab'.repeat(16)
  const first = await (await ask(`?nonce=${nonce}`)).text()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(await (await ask(`?nonce=${'cd'.repeat(16)}`)).text()).not.toBe(first)
  for (const odd of [
    '',
    '?nonce=',
    `?nonce=${nonce}00`,
    `?nonce=${nonce.toUpperCase()}`,
    '?nonce=consent-link:1',
  ])
    expect([odd, (await ask(odd)).status]).toEqual([odd, 404])
  expect(first).not.toContain(demo.reader.secret)
})
