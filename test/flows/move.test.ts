import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linksOf, startGrant } from './consent-flow.ts'

/** Of Mobile Security, which works in one tenant. In the demo that is Adatum. */
const data = 'directory-data'
const name = 'Directory data'
const line = 'move Mobile Security to Fabrikam'

async function open(change: Readonly<Record<string, string>> = {}) {
  const app = await startWholeApp({}, undefined, change)
  return { app, ...(await meetPeople(app)) }
}

const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
const titlesOf = ({ card }: Pick<BotMessage, 'card'>): string[] =>
  elementsOf(card).flatMap(({ title, type }) => (`${type}`.startsWith('Action.') ? [`${title}`] : []))

async function usedIn(app: WholeApp): Promise<string[]> {
  const used: string[] = []
  for (const tenant of ['Adatum', 'Fabrikam', 'Northwind'])
    if ((await askAccess(app, tenant, data)).allowed) used.push(tenant)
  return used
}

const block = async (person: Driver, tenant: string): Promise<void> =>
  void (await person.click(await person.ask(`block "${name}" in ${tenant}`), 'Confirm block'))

const linksMade = (app: WholeApp): number =>
  query(app, `select 1 from consents where set_id = '${data}'`).length

const nothingDone = (app: WholeApp): void => {
  expect(linksMade(app)).toBe(0)
  expect(statusOf(app, 'Adatum', data)).toBe('granted')
}

test('the plan shows both sides, one click blocks there and links here, and the same card follows it to the end', async () => {
  const { app, alice } = await open()
  const plan = await alice.ask(line)
  const says = textOf(plan)
  expect(says).toMatch(/Move “Directory data” to Fabrikam/)
  expect(says).toMatch(/① Block in \*\*Adatum/)
  expect(says).toMatch(/Phishing Simulation Assessment\*\*: Recipient lists/)
  expect(says).toMatch(/② Grant in \*\*Fabrikam\*\*/)
  expect(says).toMatch(/③ Verified; Adatum Corporation stays blocked/)
  nothingDone(app)
  const moving = await alice.click(plan, { verb: 'move.start', data: {} })
  expect(textOf(moving)).toMatch(/Blocked in Adatum.*Alice Moreau/)
  expect(linksOf(moving)).toHaveLength(1)
  expect(await usedIn(app)).toEqual([])
  await decide(app, moving, accept)
  const end = alice.see(moving)
  expect(textOf(end)).toMatch(/Move “Directory data” to Fabrikam/)
  expect(textOf(end)).toMatch(/Verified/)
  expect(textOf(end)).toMatch(/Adatum Corporation stays blocked/)
  expect(await usedIn(app)).toEqual(['Fabrikam'])
  expect(statusOf(app, 'Adatum', data)).toBe('blocked')
  const entries = auditOf(app).map(({ action, result }) => `${action} ${result}`)
  expect(entries).toEqual(
    expect.arrayContaining(['grant.block done', 'grant.start done', 'consent.verified done']),
  )
})

test('the tenant card says where it is used, and leads to the move', async () => {
  const { app, alice } = await open()
  const card = await alice.ask('status Fabrikam')
  expect(textOf(card)).toMatch(/used in Adatum Corporation \(one tenant only\)/)
  const plan = await alice.click(card, 'Move here')
  expect(textOf(plan)).toMatch(/① Block in \*\*Adatum/)
  nothingDone(app)
})

test('a move in progress survives a restart, and is canceled with the truth', async () => {
  const { app, alice } = await open()
  const moving = await alice.click(await alice.ask(line), { verb: 'move.start', data: {} })
  await app.restart()
  const resumed = await alice.click(moving, 'Refresh')
  expect(textOf(resumed)).toMatch(/Blocked in Adatum/)
  expect(linksOf(resumed)).toHaveLength(1)
  const canceled = await alice.click(resumed, 'Cancel')
  expect(textOf(canceled)).toMatch(/Adatum Corporation stays blocked, and nothing was granted here/)
  expect(statusOf(app, 'Adatum', data)).toBe('blocked')
  expect(await usedIn(app)).toEqual([])
  await alice.click(canceled, 'Undo')
  await app.settled()
  expect(await usedIn(app)).toEqual(['Adatum'])
})

test('a link that ran out leaves the old tenant blocked, and offers to unblock it or to grant again', async () => {
  const { app, alice } = await open()
  const moving = await alice.click(await alice.ask(line), { verb: 'move.start', data: {} })
  await app.pass(minutes(61))
  const over = alice.see(moving)
  expect(textOf(over)).toMatch(/its apps get data in neither/)
  expect(titlesOf(over)).toEqual(expect.arrayContaining(['Unblock', 'Grant permissions']))
  expect(statusOf(app, 'Adatum', data)).toBe('blocked')
  await alice.click(await alice.click(over, 'Unblock'), 'Confirm unblock')
  await app.settled()
  expect(await usedIn(app)).toEqual(['Adatum'])
})

test('the same click again, and a second move at the same time, change nothing and show where it stands', async () => {
  const { app, alice, bob } = await open()
  const [mine, theirs, elsewhere] = [
    await alice.ask(line),
    await bob.ask(line),
    await bob.ask('move Mobile Security to Northwind'),
  ]
  const moving = await alice.click(mine, { verb: 'move.start', data: {} })
  const again = await bob.click(theirs, { verb: 'move.start', data: {} })
  expect(textOf(again)).toMatch(/Blocked in Adatum/)
  expect(linksOf(again), 'the link is for Alice').toEqual([])
  const other = await bob.click(elsewhere, { verb: 'move.start', data: {} })
  expect(textOf(other)).toMatch(/Already under way/)
  expect(titlesOf(other)).toContain('Show tenant')
  expect(linksMade(app)).toBe(1)
  await decide(app, moving, accept)
  expect(await usedIn(app)).toEqual(['Fabrikam'])
})

test('a block here is not lifted by a move, whoever made it', async () => {
  const { app, alice, bob } = await open()
  await block(bob, 'Fabrikam')
  const refused = await alice.ask(line)
  expect(textOf(refused)).toMatch(/blocked here by Bob Okafor, and a move lifts no block/)
  expect(titlesOf(refused)).toContain('Block permissions')
  expect(titlesOf(refused)).not.toContain('Move here')
  expect(statusOf(app, 'Adatum', data)).toBe('granted')
})

test('a block here between the plan and the click stops it', async () => {
  const { app, alice, bob } = await open()
  const plan = await alice.ask(line)
  await block(bob, 'Fabrikam')
  const refused = await alice.click(plan, { verb: 'move.start', data: {} })
  expect(textOf(refused)).toMatch(/a move lifts no block/)
  nothingDone(app)
})

test('a tenant that would be next gets nothing by a move to another one', async () => {
  const { app, alice } = await open()
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Northwind'), clientId: data })
  await alice.ask('sync Northwind Traders')
  await app.settled()
  const refused = await alice.ask(line)
  expect(textOf(refused)).toMatch(/Northwind.* is next/)
  nothingDone(app)
  // To the next one itself it is only a block.
  const plan = await alice.ask('move Mobile Security to Northwind')
  expect(textOf(plan)).toMatch(/Everything is granted there already/)
  const done = await alice.click(plan, { verb: 'move.start', data: {} })
  expect(textOf(done)).toMatch(/Its apps may use it here now/)
  expect(await usedIn(app)).toEqual(['Northwind'])
})

test('while the directory can’t be asked, nothing is moved, and nothing is blocked for it', async () => {
  const { app, alice } = await open()
  const plan = await alice.ask(line)
  await app.pass(minutes(6))
  await changeWorld(app, 'fault', {
    tenantId: demo.homeTenantId,
    where: 'graph',
    kind: 'status',
    status: 503,
  })
  const refused = await alice.click(plan, { verb: 'move.start', data: {} })
  expect(textOf(refused)).toMatch(/waits|can’t be (?:read|checked)|couldn’t be read/i)
  nothingDone(app)
})

test('who may only ask requests the move as a whole, and the approver sees both sides', async () => {
  const { app, bob, olivia } = await open()
  const form = await olivia.ask(line)
  expect(titlesOf(form)).toContain('Request move')
  await olivia.click(form, 'request.make', { reason: 'The phones moved with the company' })
  await app.settled()
  nothingDone(app)
  const asked = app.teams.cards(bob.conversationId).findLast((each) => /requests: /.test(textOf(each)))
  if (!asked) throw new Error('Expected a card for the approver')
  expect(textOf(asked)).toMatch(/from \*\*Adatum.*[\s\S]*to \*\*Fabrikam\*\*/)
  expect(textOf(asked)).toMatch(/This stops immediately[\s\S]*Recipient lists/)
  await bob.click(asked, 'Approve')
  await app.settled()
  expect(statusOf(app, 'Adatum', data)).toBe('blocked')
  const moving = app.teams.cards(olivia.conversationId).findLast((each) => linksOf(each).length > 0)
  if (!moving) throw new Error('Expected a link for the requester')
  expect(textOf(moving)).toMatch(/Blocked in Adatum/)
  await decide(app, moving, accept)
  expect(await usedIn(app)).toEqual(['Fabrikam'])
})

test('a request to move is void once it would do something else', async () => {
  const { app, alice, bob, olivia } = await open()
  await olivia.click(await olivia.ask(line), 'request.make', { reason: 'The phones moved with the company' })
  await app.settled()
  await block(alice, 'Adatum')
  await app.settled()
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  expect(app.teams.cards(bob.conversationId).some((each) => /No longer valid/.test(textOf(each)))).toBe(true)
})

test('apps without a limit stay where they are, and a consent elsewhere is not taken away', async () => {
  const { app, alice, bob } = await open()
  expect(textOf(await alice.ask('move Workbench to Fabrikam'))).toMatch(/which|Which|any number of tenants/)
  expect(textOf(await alice.ask('move "Account actions" to Fabrikam'))).toMatch(/any number of tenants/)
  await block(alice, 'Adatum')
  await startGrant(bob, `grant "${name}" in Northwind`)
  const refused = await alice.ask(line)
  expect(textOf(refused)).toMatch(/A consent is under way in Northwind/)
  expect(titlesOf(refused)).toContain('Show progress')
  expect(app).toBeDefined()
})
