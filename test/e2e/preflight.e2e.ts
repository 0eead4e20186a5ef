import { afterAll, beforeAll, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let olivia: TeamsPage

beforeAll(async () => {
  stage = await openStage(19_900)
  olivia = await stage.teamsOf('olivia')
})
afterAll(() => stage?.end())

test('an operator checks the configuration, sees what an outsider broke, and that it is mended', async () => {
  const settings = await olivia.ask('settings', 'Settings')
  await settings.shows('not checked since the start')
  await settings.press('Check now')
  await settings.shows('Everything that could be tried works.')
  await settings.picture('preflight-well')
  await stage.change('registration', { clientId: 'reader', multiTenant: false })
  await settings.press('Check now')
  await settings.shows('other tenants can’t consent')
  await settings.shows('Cloud Application Administrator of the home tenant')
  await settings.picture('preflight-broken')
  await settings.press('Settings')
  await settings.shows('1 failed')
  await settings.picture('preflight-settings')
  await stage.change('registration', { clientId: 'reader', multiTenant: true })
  await settings.press('Check now')
  await settings.shows('Everything that could be tried works.')
})
