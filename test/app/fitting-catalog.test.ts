import { expect, test } from 'vitest'
import { loadFittingCatalog } from '#app/fitting-catalog.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'

test('everything that does not fit the catalog is said at once', async () => {
  const config = readConfig(environmentOf({ bot: 1, emulator: 2 }, 'unused.sqlite'))
  const { sets } = await loadCatalog()
  const target = { name: 'siem', url: 'https://siem.example/', keyFile: '', keys: [], allowPrivate: false }
  const { [sets[0]?.id ?? '']: _, ...setClientIds } = config.setClientIds
  const loading = loadFittingCatalog({
    ...config,
    setClientIds,
    webhooks: [{ ...target, events: ['acess'], sets: ['account-action'] }],
  })
  const error = await loading.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  expect((error as ConfigError).problems.map(({ variable, text }) => `${variable} ${text}`)).toEqual([
    expect.stringContaining(`SET_CLIENT_IDS The set "${sets[0]?.id}" of the catalog has no client ID`),
    expect.stringContaining('WEBHOOKS_FILE Target siem, events: There is no "acess"'),
    expect.stringContaining('WEBHOOKS_FILE Target siem, sets: There is no "account-action"'),
  ])
})
