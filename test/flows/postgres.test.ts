import { expect, test } from 'vitest'
import { seconds } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { askAccess } from '../support/facts.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { administer } from '../support/postgres-server.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { accept, decide, startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'
const actions = 'account-actions'

test('the whole job on PostgreSQL: status, grant with consent, block and undo, sync, and on after a restart', async () => {
  const database = await emptyPostgres()
  const app = await startWholeApp({}, undefined, { DATABASE_FILE: '', DATABASE_URL: database })
  const alice = app.teams.as(people.alice)
  const statusOf = async (tenant: string, setId: string) => {
    const question = `select status from grants where tenant_id = '${tenantIdOf(tenant)}' and set_id = '${setId}'`
    return (await administer(database, question))[0]?.status
  }
  expect(readText((await alice.ask('tenants')).card)).toContain('Tailspin Toys')
  expect(readText((await alice.ask('status Fabrikam')).card)).toContain('Fabrikam')

  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  expect(await statusOf('Fabrikam', activity)).toBe('granting')
  expect((await decide(app, started, accept)).status).toBe(200)
  expect(await statusOf('Fabrikam', activity)).toBe('granted')
  expect(readText(alice.see(started.id).card)).toMatch(/verified/i)

  const confirm = await alice.ask('block "Account actions" in Fabrikam')
  const blocked = await alice.click(confirm, 'Confirm block')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  await alice.click(blocked, 'Undo')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: true, status: 'granted' })

  await app.restart()
  const run = await app.teams.as(people.olivia).ask('sync all')
  await app.settled()
  await app.pass(seconds(5))
  expect(readText(app.teams.as(people.olivia).see(run).card)).toContain('Tailspin Toys')
  expect(await administer(database, 'select state, total, done from sync_runs')).toEqual([
    { state: 'done', total: 12, done: 12 },
  ])
  const history = await administer(database, 'select action from audit')
  expect(history.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['grant.start', 'consent.open', 'consent.verified', 'grant.block', 'sync.all']),
  )
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})
