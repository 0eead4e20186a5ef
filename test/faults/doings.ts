import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import type { GrantMemory } from '#domain/status/memory.ts'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { readFuture } from '../../emulator/world/tenants.ts'
import { makeBrowser } from '../support/browser.ts'
import { query, snapshot } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import type { Fault } from './fault.ts'
import {
  acts,
  askFor,
  auditCount,
  findPress,
  openRequests,
  type Pressed,
  press,
  reason,
  type Scene,
  say,
  send,
  statusOf,
} from './stage.ts'

export interface Ready {
  pressed: Pressed
  who: Driver
}

/** A fault that strikes at nothing would prove nothing. */
export function ready(scene: Scene, who: Driver, verb: string, fits: object = {}): Ready {
  const pressed = findPress(scene, who, verb, fits)
  if (!pressed) throw new Error(`Expected the button ${verb} for ${scene.set.id} in ${scene.tenant}`)
  return { pressed, who }
}

/** Olivia asks and Bob has the card. */
export async function approval(scene: Scene): Promise<Ready> {
  await askFor(scene)
  expect(openRequests(scene)).toBeGreaterThan(0)
  return ready(scene, scene.bob, 'request.approve')
}

export async function confirmBlock(scene: Scene): Promise<Ready> {
  await say(scene, scene.alice, `block "${scene.set.name}" in ${scene.tenant}`)
  return ready(scene, scene.alice, 'grant.confirmBlock', { tenantId: scene.tenantId })
}

/** Something is missing, which two reads a minute apart have seen: there is something to grant. */
export async function loseSomething(scene: Scene): Promise<void> {
  await changeWorld(scene.app, 'revoke', {
    tenantId: scene.tenantId,
    clientId: 'user-device-activity',
    permission: 'AuditLog.Read.All',
  }).catch(() => {})
  for (let reads = 0; reads < 2; reads++) {
    await acts.sync(scene)
    await scene.app.pass(minutes(2))
  }
}

async function startOfGrant(scene: Scene): Promise<Ready> {
  await loseSomething(scene)
  await say(scene, scene.alice, `grant "User, device and activity" in ${scene.tenant}`)
  return ready(scene, scene.alice, 'grant.start')
}

const clicks = {
  block: { ready: confirmBlock, told: 'grant.block' },
  approve: { ready: approval, told: 'request.approve' },
  grant: { ready: startOfGrant, told: 'grant.start' },
} as const

/** The same click in many ways; whatever becomes of it, it has at most one effect. */
const once = (again: (scene: Scene, who: Driver, pressed: Pressed) => Promise<void>): Fault['points'] =>
  Object.fromEntries(
    Object.entries(clicks).map(([name, { ready: open, told }]) => [
      name,
      async (scene: Scene) => {
        const found = await open(scene)
        const before = auditCount(scene, told)
        await again(scene, found.who, found.pressed)
        await scene.app.settled()
        expect(auditCount(scene, told) - before, `${told} once`).toBeLessThanOrEqual(1)
      },
    ]),
  )

/** Two people decide in the same moment. */
const race =
  (first: string, second: string) =>
  async (scene: Scene): Promise<void> => {
    await approval(scene)
    const ended = () => query(scene.app, "select 1 from requests where state <> 'open'").length
    const before = ended()
    const both = [
      { who: scene.alice, verb: first },
      { who: scene.bob, verb: second },
    ].flatMap(({ who, verb }) => {
      const pressed = findPress(scene, who, verb)
      return pressed ? [send(scene, who, pressed, {}, { reason })] : []
    })
    const answers = await Promise.all(both)
    await scene.app.settled()
    expect(ended() - before).toBeLessThanOrEqual(1)
    // Both are told: by a card, never by an error of the channel.
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  }

/** Nothing of this may change anything. */
export async function expectNothing(scene: Scene, doing: () => Promise<void>): Promise<void> {
  const before = snapshot(scene.app)
  await doing()
  await scene.app.settled()
  expect(snapshot(scene.app)).toBe(before)
}

/** The store refuses to write into this table until the work is over. */
const broken =
  (table: string) =>
  async (scene: Scene): Promise<void> => {
    const found = await confirmBlock(scene)
    const events = ['insert', 'update', 'delete']
    const execute = (text: (event: string) => string): void => {
      const db = new DatabaseSync(scene.app.config.database, { timeout: 5_000 })
      for (const event of events) db.exec(text(event))
      db.close()
    }
    execute(
      (event) =>
        `create trigger full_${event} before ${event} on ${table} begin select raise(abort, 'disk full'); end`,
    )
    try {
      await expectNothing(scene, async () => {
        await send(scene, found.who, found.pressed)
      })
      expect(statusOf(scene)).not.toBe('blocked')
    } finally {
      execute((event) => `drop trigger full_${event}`)
      scene.app.clock.forward(seconds(10))
    }
  }

/** An approver loses the right between request and approval. */
const demoted =
  (change: string, input: Record<string, unknown>, back: Record<string, unknown>) =>
  async (scene: Scene): Promise<void> => {
    const found = await approval(scene)
    await changeWorld(scene.app, change, input)
    try {
      const approved = auditCount(scene, 'request.approve')
      await scene.app.pass(minutes(6))
      await send(scene, found.who, found.pressed)
      await scene.app.settled()
      expect(auditCount(scene, 'request.approve')).toBe(approved)
    } finally {
      await changeWorld(scene.app, change, back)
      await scene.app.pass(minutes(6))
    }
  }

/** Bob is an approver through a group inside of a group. */
const approversGroup = demo.groups.find(({ displayName }) => displayName === 'Security leads')?.id ?? ''
const bobId = people.bob.objectId

/** Object id of the enterprise application in the directory. */
function principalOf({ app: { emulator }, tenantId, set }: Scene): string | undefined {
  const tenant = emulator.world.tenants.get(tenantId)
  return tenant && readFuture(emulator.world, tenant).principals.get(demo.sets[set.id] ?? '')?.id
}

/** A consent that comes back in a way it should not. */
const returned =
  (query: (scene: Scene) => string) =>
  async (scene: Scene): Promise<void> => {
    await expectNothing(scene, async () => {
      const url = new URL(`/consent/callback?${query(scene)}`, scene.app.botUrl)
      const { status } = await makeBrowser().open(url.href)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    })
  }

const madeUp = ({ chance }: Scene) => Buffer.from(chance.bytes(32)).toString('base64url')

/** What people and clocks do at the wrong moment, and what changes under a request. */
export const doingFaults: readonly Fault[] = [
  {
    id: 'F3',
    what: 'the same activity up to ten times at once',
    points: once(async (scene, who, pressed) => {
      const id = `f:again-${scene.chance.number(1e9)}`
      const copies = 2 + scene.chance.number(9)
      await Promise.all(Array.from({ length: copies }, () => send(scene, who, pressed, { id })))
    }),
  },
  {
    id: 'F4',
    what: 'the same click with a new id half a minute later',
    points: once(async (scene, who, pressed) => {
      await send(scene, who, pressed)
      await scene.app.pass(seconds(30))
      await send(scene, who, pressed)
    }),
  },
  {
    id: 'F5',
    what: 'two decide in the same moment',
    points: {
      'approve and deny': race('request.approve', 'request.deny'),
      'approve and approve': race('request.approve', 'request.approve'),
      'deny and approve': race('request.deny', 'request.approve'),
    },
  },
  {
    id: 'F6',
    what: 'clicks of yesterday and of cards that are out of date',
    points: {
      'an approval a day late': async (scene) => {
        const found = await approval(scene)
        await scene.app.pass(hours(25))
        const approved = auditCount(scene, 'request.approve')
        await send(scene, found.who, found.pressed)
        await scene.app.settled()
        expect(auditCount(scene, 'request.approve')).toBe(approved)
      },
      'a block from a card before another act': async (scene) => {
        const found = await confirmBlock(scene)
        const { v, ...rest } = found.pressed.data
        const data = { ...rest, v: Number(v) - 1 - scene.chance.number(3) }
        await expectNothing(scene, async () => {
          await send(scene, found.who, { ...found.pressed, data })
        })
      },
      'a start of a plan that is gone': async (scene) => {
        const found = await startOfGrant(scene)
        const data = { ...found.pressed.data, v: 'out of date' }
        await expectNothing(scene, async () => {
          await send(scene, found.who, { ...found.pressed, data })
        })
      },
    },
  },
  {
    id: 'F16',
    what: 'a grant that goes and comes back while it is read',
    points: Object.fromEntries(
      [0, 30, 59].map((after) => [
        `back after ${after} s`,
        async (scene: Scene) => {
          const { app, watch, tenantId } = scene
          const access = { tenantId, clientId: 'user-device-activity', permission: 'AuditLog.Read.All' }
          await acts.sync(scene)
          const before = app.teams.cards(watch.conversationId).length
          await changeWorld(app, 'revoke', access).catch(() => {})
          await acts.sync(scene)
          await changeWorld(app, 'grant', { tenantId, clientId: 'user-device-activity' }).catch(() => {})
          await app.pass(seconds(after))
          await acts.sync(scene)
          await app.pass(minutes(2))
          expect(app.teams.cards(watch.conversationId).length - before, 'alerts').toBe(0)
        },
      ]),
    ),
  },
  {
    id: 'F17',
    what: 'the store takes no row',
    points: {
      'of the history': broken('audit'),
      'of the grants': broken('grants'),
      'of the head': broken('audit_head'),
    },
  },
  {
    id: 'F18',
    what: 'the clock jumps while a request is open',
    points: Object.fromEntries(
      [hours(1), -hours(1), -minutes(6)].map((ms) => [
        `${ms / 60_000} minutes`,
        async (scene: Scene) => {
          await approval(scene)
          const open = openRequests(scene)
          scene.app.clock.forward(ms)
          await scene.app.settled()
          expect(openRequests(scene)).toBe(open)
          scene.app.clock.forward(Math.max(0, -ms))
          await press(scene, scene.bob, 'request.deny', {}, { reason })
        },
      ]),
    ),
  },
  {
    id: 'F22',
    what: 'the bot is removed in the middle of an approval',
    points: Object.fromEntries(
      (['remove', 'remove-upgrade', 'add'] as const).map((action) => [
        action,
        async (scene: Scene) => {
          await approval(scene)
          await scene.alice.install(action)
          await scene.app.settled()
          const open = openRequests(scene)
          expect(
            await press(
              scene,
              scene.bob,
              scene.chance.pick(['request.approve', 'request.deny']),
              {},
              { reason },
            ),
          ).toBe(true)
          expect(openRequests(scene)).toBe(open - 1)
          await scene.alice.install('add')
          await say(scene, scene.alice, 'whoami')
        },
      ]),
    ),
  },
  {
    id: 'F23',
    what: 'the address moves to a host of no list',
    points: Object.fromEntries(
      [
        'https://evil.example/',
        'http://169.254.169.254/',
        'https://smba.trafficmanager.net.evil.example/',
      ].map((serviceUrl) => [
        serviceUrl,
        async (scene: Scene) => {
          const sent = scene.app.teams.connector.requests.length
          await expectNothing(scene, async () => {
            const { status } = await scene.alice.send({ type: 'message', text: 'help', serviceUrl })
            expect(status).toBe(403)
          })
          expect(scene.app.teams.connector.requests.length).toBe(sent)
        },
      ]),
    ),
  },
  {
    id: 'F24',
    what: 'an approver is one no more',
    points: {
      'left the group': demoted(
        'set-member',
        { groupId: approversGroup, userId: bobId, member: false },
        { groupId: approversGroup, userId: bobId, member: true },
      ),
      'became a guest': demoted(
        'set-user',
        { userId: bobId, userType: 'Guest' },
        { userId: bobId, userType: 'Member' },
      ),
      'was disabled': demoted(
        'set-user',
        { userId: bobId, accountEnabled: false },
        { userId: bobId, accountEnabled: true },
      ),
    },
  },
  {
    id: 'F25',
    what: 'app or tenant are not what they were',
    points: {
      'app disabled': async (scene) => {
        const app = { tenantId: scene.tenantId, clientId: scene.set.id }
        await changeWorld(scene.app, 'disable', app).catch(() => {})
        await acts.sync(scene)
        await scene.app.pass(minutes(2))
        expect(statusOf(scene)).not.toBe('granted')
        await changeWorld(scene.app, 'enable', app).catch(() => {})
      },
      // The new one holds what the old one held, so that it may be called granted: but of the new one.
      'app made anew': async (scene) => {
        const { app, tenantId, set } = scene
        const before = principalOf(scene)
        await changeWorld(app, 'recreate', { tenantId, clientId: set.id }).catch(() => {})
        const after = principalOf(scene)
        if (before) expect(after).not.toBe(before)
        await acts.sync(scene)
        await app.pass(minutes(2))
        const sql = 'select memory_json from grants where tenant_id = ? and set_id = ?'
        const [row] = query<{ memory_json: string }>(app, sql, tenantId, set.id)
        const memory = JSON.parse(row?.memory_json ?? '{}') as GrantMemory
        if (statusOf(scene) !== 'unknown') expect(memory.facts?.value.servicePrincipal?.id).toBe(after)
      },
      'tenant deleted': async (scene) => {
        await changeWorld(scene.app, 'delete-tenant', { tenantId: scene.tenantId })
        await acts.sync(scene)
        await acts.sync(scene)
        expect(statusOf(scene)).not.toBe('granted')
        await changeWorld(scene.app, 'restore-tenant', { tenantId: scene.tenantId })
      },
    },
  },
  {
    id: 'F27',
    what: 'consents that come back as they should not',
    points: {
      'without a state': returned(({ tenantId }) => `admin_consent=True&tenant=${tenantId}`),
      'with a state of nobody': returned(
        (scene) => `admin_consent=True&tenant=${scene.tenantId}&state=${madeUp(scene)}`,
      ),
      'with an error that says yes': returned(
        (scene) => `error=access_denied&admin_consent=True&tenant=${scene.tenantId}&state=${madeUp(scene)}`,
      ),
      'twice the same': returned((scene) => {
        const state = madeUp(scene)
        return `admin_consent=True&tenant=${scene.tenantId}&state=${state}&state=${state}`
      }),
    },
  },
]
