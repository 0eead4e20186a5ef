import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { buttonsOf } from '../support/card-parts.ts'
import { askAccess, query } from '../support/facts.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

const labels = 'protected-content'
const name = '"Labels and protected content" in Fabrikam'
const reason = 'The customer asked for a review of their labels'

const driversOf = (app: WholeApp) => ({
  alice: app.teams.as(people.alice),
  bob: app.teams.as(people.bob),
  olivia: app.teams.as(people.olivia),
})

const access = (app: WholeApp) => askAccess(app, 'Fabrikam', labels)

test('a block meanwhile voids the request to go on, also where an older block was only lifted', async () => {
  const app = await startWholeApp()
  const { alice, bob, olivia } = driversOf(app)
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  await bob.click(await bob.ask(`unblock ${name} for 2 hours`), 'Confirm unblock')
  const form = await olivia.ask(`unblock ${name} until tomorrow`)
  await olivia.click(form, 'request.make', { reason })
  const first = await alice.ask('requests')
  const isShown = buttonsOf(first.card).some(({ verb }) => verb === 'request.approve')
  const shown = isShown ? first : await alice.click(first, 'request.show')
  await bob.click(await bob.ask(`block ${name}`), 'Confirm block')
  await alice.click(shown, 'request.approve')
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
})
