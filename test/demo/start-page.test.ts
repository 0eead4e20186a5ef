import { expect, onTestFinished, test } from 'vitest'
import { choosePorts } from '../../demo/ports.ts'
import { type Screen, screens } from '../../demo/screens.ts'
import { serveStartPage } from '../../demo/start-page.ts'
import { broken, tasks } from '../../demo/story.ts'
import { demo } from '../../emulator/demo-world.ts'
import { readText } from '../support/card-parts.ts'
import { freePort } from '../support/free-port.ts'
import { people, startWholeApp } from '../support/whole-app.ts'

async function startPage(open: (screen: Screen) => Promise<void>): Promise<string> {
  const page = await freePort()
  const server = await serveStartPage({ ...choosePorts(undefined), page }, open)
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${page}`
}

const bare = { redirect: 'manual' } as const

test('the start page has a door for everybody of the demo, and says their role', async () => {
  const url = await startPage(async () => undefined)
  const page = await (await fetch(url)).text()
  for (const { name, role } of demo.people) {
    expect(page).toContain(name)
    expect(page).toContain(`<i>${role === 'none' ? 'guest' : role}</i>`)
  }
  expect(page.match(/<h3>/g)).toHaveLength(tasks.length)
  for (const { tenant } of broken) expect(page).toContain(`<b>${tenant}</b>`)
})

test('a door of a person whose client isn’t running starts it and leads there; if it fails, says so', async () => {
  const opened: string[] = []
  const url = await startPage(async ({ person }) => {
    if (person.startsWith('Gus')) throw new Error('No memory')
    opened.push(person)
  })
  const page = await (await fetch(url)).text()
  for (const { person, part } of screens.filter((each) =>
    page.includes(`"/teams/${each.person.split(' ')[0]?.toLowerCase()}"`),
  )) {
    const answer = await fetch(`${url}/teams/${person.split(' ')[0]?.toLowerCase()}`, bare)
    if (person.startsWith('Gus')) {
      expect(answer.status).toBe(503)
      expect(await answer.text()).toMatch(/Gus Petrov didn't start. No memory/)
    } else {
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toBe(`http://127.0.0.1:${choosePorts(undefined)[part]}/`)
    }
  }
  expect(opened).toEqual(['Victor Haas', 'Nadia Fischer'])
  expect((await fetch(`${url}/teams/nobody`, bare)).status).toBe(404)
})

test('what the start page calls broken is what the bot says needs attention', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.install()
  await app.settled()
  const hello = app.teams
    .cards(alice.conversationId)
    .map(({ card }) => readText(card))
    .join()
  expect(hello).toContain(`${broken.length} of ${demo.tenants.length} tenants need attention`)
  for (const { domain, tenant, what } of broken) {
    const text = readText((await alice.ask(`status ${domain}`)).card)
    expect(text).toContain(tenant)
    const set = /Account actions|User, device and activity/.exec(what)?.[0]
    if (set) expect(text).toContain(set)
  }
})

test('nine ports in a row', () => {
  expect(new Set(Object.values(choosePorts('5000')))).toEqual(
    new Set([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008]),
  )
  expect(() => choosePorts('65530')).toThrow(/Use a number from 1024 to 65527/)
})
