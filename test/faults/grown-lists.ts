import { expect } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { holdsAccess } from '../../emulator/world/directory.ts'
import { permissionNamed } from '../../emulator/world/permissions.ts'
import { readFuture } from '../../emulator/world/tenants.ts'
import { linksOf } from '../flows/consent-flow.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { changeWorld } from '../support/world.ts'
import { loseSomething, type Ready, ready } from './doings.ts'
import type { Fault } from './fault.ts'
import { press, reason, type Scene, say, send } from './stage.ts'

const clientId = 'user-device-activity'
/** In no set before, so that requiring one of them is news. */
const news = ['Chat.Read.All', 'Domain.Read.All', 'LicenseAssignment.Read.All', 'Group.ReadWrite.All']
/** The list is read anew by then. */
const untilRead = minutes(16)

/** Olivia asks for a grant of something that is missing, and Bob has the card. */
async function askForGrant(scene: Scene): Promise<Ready> {
  await loseSomething(scene)
  await say(scene, scene.olivia, `grant "User, device and activity" in ${scene.tenant}`)
  await press(scene, scene.olivia, 'request.make', {}, { reason })
  return ready(scene, scene.bob, 'request.approve', { requestId: newest(scene).id })
}

function newest({ app }: Scene): { id: string; state: string } {
  const [request] = query<{ id: string; state: string }>(
    app,
    'select id, state from requests order by created_at desc, id desc limit 1',
  )
  if (!request) throw new Error('Expected a request')
  return request
}

/** What was asked for is not what would be done: it is void, both are told why, and no link of it opens anything. */
async function expectVoid(scene: Scene, permission: string, links: readonly string[]): Promise<void> {
  const { app, olivia, bob, tenantId } = scene
  expect(newest(scene).state).toBe('voided')
  const name = permission.replaceAll('.', '\\.')
  for (const { conversationId } of [olivia, bob]) {
    const told = app.teams.cards(conversationId).filter(({ card }) => /No longer valid/.test(readText(card)))
    expect(readText(told.at(-1)?.card ?? ({} as never))).toMatch(new RegExp(`➕ \\*\\*${name}`))
  }
  for (const link of links) expect((await makeBrowser().open(link)).status, 'a link of it').toBe(410)
  const tenant = app.emulator.world.tenants.get(tenantId)
  const principal = tenant && readFuture(app.emulator.world, tenant).principals.get(demo.sets[clientId] ?? '')
  expect(principal && holdsAccess(principal, permissionNamed(permission))).toBe(false)
}

/** What Olivia was given to sign. */
async function approve(scene: Scene, { pressed }: Ready): Promise<string[]> {
  await send(scene, scene.bob, pressed)
  await scene.app.settled()
  return scene.app.teams.cards(scene.olivia.conversationId).flatMap(linksOf)
}

type Grow = () => Promise<unknown>

/** `decide` gives the links that the request led to. */
const grown =
  (decide: (scene: Scene, approval: Ready, grow: Grow) => Promise<readonly string[]>) =>
  async (scene: Scene): Promise<void> => {
    const permission = scene.chance.pick(news)
    const found = await askForGrant(scene)
    const change = { clientId, permission }
    try {
      const links = await decide(scene, found, () => changeWorld(scene.app, 'require', change))
      await scene.app.settled()
      await expectVoid(scene, permission, links)
    } finally {
      await changeWorld(scene.app, 'unrequire', change)
      await scene.app.pass(untilRead)
    }
  }

export const grownLists: Fault = {
  id: 'F26',
  what: 'the list grows between asking, deciding and signing',
  points: {
    'before the decision': grown(async (scene, found, grow) => {
      await grow()
      await scene.app.pass(untilRead)
      expect(await approve(scene, found)).toEqual([])
      return []
    }),
    'in the moment of the decision': grown(async (scene, found, grow) => {
      const [links] = await Promise.all([approve(scene, found), grow()])
      await scene.app.pass(untilRead)
      return links
    }),
    'after the decision, before anybody signs': grown(async (scene, found, grow) => {
      const links = await approve(scene, found)
      expect(newest(scene).state).toBe('approved')
      expect(links.length).toBeGreaterThan(0)
      await grow()
      await scene.app.pass(untilRead)
      return links
    }),
  },
}
