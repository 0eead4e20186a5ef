import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const cellsOf = (card: Card) => buttonsOf(card).filter(({ verb }) => verb === 'grant.details')
const tableOf = (card: Card) => elementsOf(card).find(({ type }) => type === 'Table')
/** Names of the rows, in order. */
const namesOf = (card: Card): string[] => {
  const rows = (tableOf(card)?.rows ?? []) as { cells: { items: { text: string }[] }[] }[]
  return rows.slice(1).map(({ cells }) => (cells[0]?.items[0]?.text ?? '').replaceAll(/\*|\\/g, ''))
}
const inOrder = (app: WholeApp): string[] =>
  query<{ display_name: string }>(
    app,
    'select display_name from tenants order by attention, name_key, id',
  ).map((row) => row.display_name)

test('overview: ten tenants a page, worst first, against all five sets', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const first = await victor.ask('overview')
  expect(namesOf(first.card)).toEqual(inOrder(app).slice(0, 10))
  expect(cellsOf(first.card)).toHaveLength(50)
  const second = await victor.click(first, 'Next')
  expect(namesOf(second.card)).toEqual(inOrder(app).slice(10))
  expect(namesOf((await victor.click(second, 'Previous')).card)).toEqual(namesOf(first.card))
  expect(readText(first.card)).toMatch(/12 tenants · \d+ need attention/)
})

test('each cell says the stored status, and opens the details of that set in that tenant', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const card = await victor.ask('overview')
  const tenantId = tenantIdOf('Contoso')
  const grants = query<{ set_id: string; status: string }>(
    app,
    `select set_id, status from grants where tenant_id = '${tenantId}'`,
  )
  const words: Record<string, string> = {
    error: 'Error',
    granted: 'Granted',
    notGranted: 'Not granted',
    updateRequired: 'New permissions required',
  }
  const cells = cellsOf(card.card).filter(({ data }) => (data as { tenantId: string }).tenantId === tenantId)
  const said = cells.map(({ title, data }) => [(data as { setId: string }).setId, title])
  // Mobile Security works in one tenant only, and that is another one.
  const elsewhere = (setId: string) => setId === 'directory-data'
  expect(said.toSorted()).toEqual(
    grants
      .map(({ set_id, status }) => [set_id, elsewhere(set_id) ? 'Used in another tenant' : words[status]])
      .toSorted(),
  )
  const data = { tenantId, setId: 'account-actions' }
  const details = await victor.click(card, { verb: 'grant.details', data })
  expect(readText(details.card)).toMatch(/Account actions[\s\S]*Contoso Ltd/)
})

test('the bar counts the sets of connected tenants, whatever the others last had', async () => {
  const app = await startWholeApp()
  const [{ n } = { n: 0 }] = query<{ n: number }>(
    app,
    `select count(*) as n from grants join tenants on id = tenant_id where state = 'connected' and status = 'granted'`,
  )
  const card = await app.teams.as(people.alice).ask('overview')
  const chart = elementsOf(card.card).find(({ type }) => type === 'Chart.HorizontalBar.Stacked')
  expect(JSON.stringify(chart?.data)).toContain(`"legend":"${n} granted","value":${n}`)
  expect(n).toBeGreaterThan(10)
})

test('what an app of one tenant cannot be granted in another is neither open nor counted', async () => {
  const app = await startWholeApp()
  const [{ n } = { n: 0 }] = query<{ n: number }>(
    app,
    `select count(*) as n from grants join tenants on id = tenant_id
      where state = 'connected' and set_id = 'directory-data' and status = 'notGranted'`,
  )
  expect(n).toBeGreaterThan(5)
  const victor = app.teams.as(people.victor)
  const { card } = await victor.ask('overview')
  expect(readText(card)).toContain(`– ${n} used in another tenant`)
  const used = cellsOf(card).filter(({ title }) => title === 'Used in another tenant')
  expect(used.map(({ data }) => (data as { setId: string }).setId)).toEqual(used.map(() => 'directory-data'))
  expect(used.length).toBeGreaterThan(5)
  expect(readText((await victor.ask('tenants humongous')).card)).toMatch(
    /✅\n\*\*Humongous Insurance\*\*.*\n4 of 4 granted/,
  )
})

test('a limited person sees, counts, and opens their own tenants only', async () => {
  const own = tenantIdOf('Adatum')
  const app = await startWholeApp({}, undefined, { ROLE_SCOPES: `${people.victor.objectId}=${own}` })
  const victor = app.teams.as(people.victor)
  const { card } = await victor.ask('overview')
  expect(namesOf(card)).toEqual(['Adatum Corporation'])
  expect(readText(card)).toMatch(/1 tenant · /)
  const chart = elementsOf(card).find(({ type }) => type === 'Chart.HorizontalBar.Stacked')
  expect(JSON.stringify(chart?.data)).toContain('"value":5')
  const text = JSON.stringify(card).toLowerCase()
  const foreign = demo.tenants.filter(({ id }) => id !== own)
  expect(
    foreign
      .flatMap(({ id, displayName }) => [id, displayName])
      .filter((name) => text.includes(name.toLowerCase())),
  ).toEqual([])
})

test('damaged rows are said, and shown as nothing', async () => {
  const app = await startWholeApp()
  const id = tenantIdOf('Adatum')
  const victor = app.teams.as(people.victor)
  await app.restart({
    between: async () => {
      const db = new DatabaseSync(app.config.database)
      db.prepare("update grants set evaluation_json = '{' where tenant_id = ?").run(id)
      db.close()
    },
  })
  const second = await victor.click(await victor.ask('overview'), 'Next')
  expect(readText(second.card)).toMatch(/❌ can’t be read\nnot connected\n·/)
  expect(namesOf(second.card).length).toBe(2)
})
