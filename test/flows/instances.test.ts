import { expect, test } from 'vitest'
import { findButton, readText } from '../support/card-parts.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { administer } from '../support/postgres-server.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { accept, decide, startGrant } from './consent-flow.ts'

test('any instance takes any turn: plan on one, start on the other, consent on one, and all cards follow', async () => {
  const database = await emptyPostgres()
  const app = await startWholeApp({}, undefined, { DATABASE_FILE: '', DATABASE_URL: database })
  await app.addInstance()
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  expect((await decide(app, started, accept)).status).toBe(200)
  expect(readText(alice.see(started.id).card)).toMatch(/verified/i)

  // The same click again, which Teams sends to the other instance: the block is one.
  const confirm = await alice.ask('block "Account actions" in Fabrikam')
  const { verb, data } = findButton(confirm.card, 'Confirm block')
  const answers = await Promise.all([
    alice.press(confirm, { verb: String(verb), data }),
    alice.press(confirm, { verb: String(verb), data }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  const count = async (action: string) =>
    (
      await administer(
        database,
        `select count(*)::int as n from audit where action = '${action}' and result = 'done'`,
      )
    )[0]
  expect(await count('grant.block')).toEqual({ n: 1 })

  const runs = await Promise.all([olivia.say('sync all'), olivia.say('sync all')])
  expect(runs.map(({ status }) => status)).toEqual([200, 200])
  await app.settled()
  expect(await administer(database, 'select state, total, done from sync_runs')).toEqual([
    { state: 'done', total: 12, done: 12 },
  ])
  expect(await count('sync.all')).toEqual({ n: 1 })
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})
