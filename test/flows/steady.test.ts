import { expect, test } from 'vitest'
import { seconds } from '../../bot/time.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

test('a loss that is certain stays the same: reads that find nothing new outdate no card', async () => {
  const app = await startWholeApp()
  const at = { tenantId: tenantIdOf('Adatum'), clientId: 'directory-data', permission: 'Group.Read.All' }
  await changeWorld(app, 'revoke', at)
  const olivia = app.teams.as(people.olivia)
  const read = async (): Promise<unknown> => {
    await olivia.ask('sync Adatum')
    await app.settled()
    await app.pass(seconds(10))
    const where = `tenant_id = '${at.tenantId}' and set_id = 'directory-data'`
    return query(app, `select version, status, findings_json from grants where ${where}`)
  }
  for (let round = 0; round < 8; round += 1) await read()
  const certain = await read()
  for (let round = 0; round < 4; round += 1) expect(await read()).toEqual(certain)
})
