import { expect, test } from 'vitest'
import { elementsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { meetPeople } from '../support/meet-people.ts'
import { startWholeApp } from '../support/whole-app.ts'

const labels = 'protected-content'
const activity = 'user-device-activity'

async function open() {
  const app = await startWholeApp()
  return { app, ...(await meetPeople(app)) }
}

const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
/** The box that says what stops: its text, if it is styled as a danger. */
const dangerOf = ({ card }: Pick<BotMessage, 'card'>): string =>
  elementsOf(card)
    .filter(({ style, type }) => type === 'Container' && style === 'attention')
    .map((each) => readText(each as never))
    .join('\n')
const requests = (app: Parameters<typeof query>[0]) => query(app, 'select id from requests').length

test('a block in two tenants needs no second person, and says first what stops in both', async () => {
  const { app, alice } = await open()
  const card = await alice.ask(`block ${activity} in Fabrikam, Northwind`)
  expect(textOf(card)).toMatch(/Block “User, device and activity” in 2 tenants\?/)
  expect(textOf(card)).not.toMatch(/second person must always approve/)
  expect(dangerOf(card)).toMatch(/Workbench\*\*: Alerts arrive without/)
  expect(dangerOf(card)).toMatch(/Office 365 data source/)
  expect(statusOf(app, 'Fabrikam', activity)).not.toBe('blocked')
  const done = await alice.click(card, 'Confirm block')
  expect(textOf(done)).toMatch(/is blocked in 2 tenants/)
  for (const tenant of ['Fabrikam', 'Northwind'])
    expect(await askAccess(app, tenant, activity)).toMatchObject({ allowed: false, status: 'blocked' })
  expect(auditOf(app, 'grant.block').map(({ result }) => result)).toEqual(['done', 'done'])
  expect(requests(app)).toBe(0)
})

test.each([
  { line: `unblock ${labels} in Fabrikam, Adatum`, button: 'Confirm unblock', status: 'granted' },
  { line: 'remove tenant Fabrikam, Adatum', button: 'Confirm removal', status: undefined },
])('nor does “$line”', async ({ line, button, status }) => {
  const { app, alice } = await open()
  await alice.click(await alice.ask(`block ${labels} in Fabrikam, Adatum`), 'Confirm block')
  await alice.click(await alice.ask(line), button)
  await app.settled()
  const rows = query(
    app,
    `select status from grants where set_id = '${labels}' and tenant_id in (select id from tenants where display_name like 'Fabrikam%' or display_name like 'Adatum%')`,
  )
  expect(rows.map((row) => (row as { status: string }).status)).toEqual(status ? [status, status] : [])
  expect(requests(app)).toBe(0)
})

test('eleven tenants do, and ten do not', async () => {
  const { alice } = await open()
  const names = [
    'Adatum',
    'Alpine',
    'Contoso',
    'Fabrikam',
    'Fourth',
    'Humongous',
    'Litware',
    'Northwind',
    'Proseware',
    'Tailspin',
    'Wingtip',
  ]
  const ten = await alice.ask(`block ${activity} in ${names.slice(0, 10).join(', ')}`)
  expect(textOf(ten)).not.toMatch(/second person must always approve/)
  const eleven = await alice.ask(`block ${activity} in ${names.join(', ')}`)
  expect(textOf(eleven)).toMatch(/second person must always approve/)
  expect(dangerOf(eleven)).toMatch(/Workbench/)
})

test('a tenant that is blocked already is named, with who did it, and left out', async () => {
  const { app, alice, bob } = await open()
  await bob.click(await bob.ask(`block ${activity} in Fabrikam`), 'Confirm block')
  const card = await alice.ask(`block ${activity} in Fabrikam, Northwind`)
  expect(textOf(card)).toMatch(/in 1 tenant\?/)
  expect(textOf(card)).toMatch(/Fabrikam: This set is blocked here by Bob Okafor/)
  await alice.click(card, 'Confirm block')
  expect(statusOf(app, 'Northwind', activity)).toBe('blocked')
  const blocks = query(app, `select person_json from blocks where set_id = '${activity}' order by at`)
  expect(blocks.map((row) => JSON.parse((row as { person_json: string }).person_json).name)).toEqual([
    'Bob Okafor',
    'Alice Moreau',
  ])
})

test('what changed since the card was shown is shown again, and nothing is done', async () => {
  const { app, alice, bob } = await open()
  const card = await alice.ask(`block ${activity} in Fabrikam, Northwind`)
  await bob.click(await bob.ask(`block ${activity} in Fabrikam`), 'Confirm block')
  const again = await alice.click(card, 'Confirm block')
  expect(textOf(again)).toMatch(/1 tenant is left out/)
  expect(statusOf(app, 'Northwind', activity)).not.toBe('blocked')
})

test('who asks for a block, and who decides, read what stops', async () => {
  const { app, bob, olivia } = await open()
  for (const where of ['Fabrikam', 'Fabrikam, Northwind']) {
    const form = await olivia.ask(`block ${activity} in ${where}`)
    expect(dangerOf(form), where).toMatch(/Risk Insights\*\*: Risk scores/)
    await olivia.click(form, 'request.make', { reason: 'The sensors are being replaced' })
    await app.settled()
    const asked = app.teams.cards(bob.conversationId).findLast((each) => /requests: /.test(textOf(each)))
    expect(asked && dangerOf(asked), where).toMatch(/Risk Insights\*\*: Risk scores/)
    expect(asked && dangerOf(asked), where).toMatch(/Office 365 data source/)
    const approve = (asked ? elementsOf(asked.card) : []).find(({ title }) => title === 'Approve')
    expect(approve?.style, where).toBe('destructive')
  }
})

test('who may not act there may not act in several, whatever the card says', async () => {
  const { app, alice, olivia } = await open()
  const card = await alice.ask(`block ${activity} in Fabrikam, Northwind`)
  await olivia.click(card, 'Confirm block')
  expect(statusOf(app, 'Fabrikam', activity)).not.toBe('blocked')
  expect(auditOf(app, 'block.confirmMany').map(({ result }) => result)).toEqual(['refused'])
})
