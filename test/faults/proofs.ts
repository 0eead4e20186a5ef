import { expect, vi } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { query } from '../support/facts.ts'
import type { FakeChannel } from '../support/fake-channel.ts'
import { approval, expectNothing } from './doings.ts'
import type { Fault } from './fault.ts'
import type { Guarded } from './guarded.ts'
import { type ActName, acts, openRequests, press, reason, type Scene, say } from './stage.ts'

function guardedOf({ guarded }: Scene): Guarded {
  if (!guarded) throw new Error('Expected authentication to be on')
  return guarded
}

const channelOf = (scene: Scene): FakeChannel => guardedOf(scene).guard.channel

/** Somebody else's line with this token; the status of the answer. */
async function knock({ app }: Scene, token: string): Promise<number> {
  const response = await fetch(new URL('/api/messages', app.botUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      type: 'message',
      channelId: 'msteams',
      text: 'block "Account actions" in Fabrikam',
    }),
  })
  await response.arrayBuffer()
  return response.status
}

/** Announcement and keys: two requests are one reading. */
const readings = (scene: Scene): number => channelOf(scene).asked.filter((path) => path === '/openid').length

const signingKeys: Fault = {
  id: 'F14',
  what: 'the signing keys: nobody has them for two days, others, none of that name',
  isGuarded: true,
  points: {
    'two days without': async (scene) => {
      const { app, chance } = scene
      const channel = channelOf(scene)
      await say(scene, scene.olivia, 'whoami')
      channel.fail(chance.pick(['status', 'text', 'foreignKeys']))
      try {
        const before = readings(scene)
        for (let passed = 0; passed < 48; ) {
          const step = 6 + chance.number(7)
          passed += step
          await app.pass(hours(step))
          await acts[chance.pick(['look', 'sync', 'block', 'request'] as const)](scene)
        }
        expect(readings(scene) - before, 'asked all the time').toBeGreaterThan(1)
      } finally {
        channel.fail(undefined)
      }
    },
    'rolled while somebody decides': async (scene) => {
      const { app, bob, chance } = scene
      const channel = channelOf(scene)
      await approval(scene)
      const [open, old] = [openRequests(scene), await channel.sign()]
      await channel.roll()
      await app.pass(minutes(1))
      const verb = chance.pick(['request.approve', 'request.deny'])
      expect(await press(scene, bob, verb, {}, { reason })).toBe(true)
      expect(openRequests(scene)).toBe(open - 1)
      await expectNothing(scene, async () => expect(await knock(scene, old)).toBe(401))
    },
    'a flood of names': async (scene) => {
      const { app, chance } = scene
      const channel = channelOf(scene)
      await say(scene, scene.alice, 'whoami')
      const before = readings(scene)
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          channel.sign({}, { key: 'wrong', kid: `${at}-${chance.number(1e9)}` }),
        ),
      )
      const passing = 2 + chance.number(4)
      for (let minute = 0; minute < passing; minute++) {
        const [answer, ...refused] = await Promise.all([
          scene.alice.say('whoami'),
          ...tokens.map((token) => knock(scene, token)),
        ])
        expect(answer.status).toBe(200)
        expect(refused).toEqual(tokens.map(() => 401))
        await app.pass(minutes(1))
      }
      expect(readings(scene) - before, 'readings').toBeLessThanOrEqual(passing)
    },
  },
}

/** Where the reader was removed nobody gives it a token. */
const unconnected = demo.tenants.filter(({ connected }) => connected === false).map(({ id }) => id)

/** Tokens that Microsoft did not give. */
const refusals = ({ app }: Scene, sinceNumber: number): string[] =>
  app.emulator.log
    .entries({ service: 'login', sinceNumber })
    .filter(({ status, tenantId = '' }) => status >= 400 && !unconnected.includes(tenantId))
    .map(({ clientId, tenantId, status }) => `${clientId} in ${tenantId}: ${status}`)

/** The tokens that there are end, so that the next act asks for new ones. */
function letTokensEnd({ app }: Scene): void {
  app.clock.forward(hours(2))
  app.emulator.clock.advance(hours(2))
}

const appOf = { bot: demo.bot.clientId, reader: demo.reader.clientId }

/** The credential changes while a token is on its way, and the old one ends when all is calm. */
const rotated =
  (app: 'bot' | 'reader', act: ActName) =>
  async (scene: Scene): Promise<void> => {
    const { world, log } = scene.app.emulator
    const rotation = guardedOf(scene).rotate[app]()
    const since = log.entries({ service: 'login' }).at(-1)?.number ?? 0
    letTokensEnd(scene)
    addFault(world, { where: 'token', clientId: appOf[app], effect: { kind: 'slow', ms: 10 } })
    const asked = world.faults.at(-1)
    const doing = acts[act](scene)
    await vi.waitFor(() => expect(asked?.seen).toBeGreaterThan(0), { interval: 1, timeout: 5_000 })
    rotation.announce()
    rotation.write()
    // Half a pair, or an empty file, may lie there for a while: until then the old one is used.
    if (scene.chance.oneIn(2)) await doing
    rotation.finish()
    await doing
    rotation.withdraw()
    letTokensEnd(scene)
    const before = scene.app.teams.cards(scene.alice.conversationId).length
    await acts.sync(scene)
    await acts.look(scene)
    expect(scene.app.teams.cards(scene.alice.conversationId).length - before, 'the answer').toBe(1)
    const failed = "select 1 from sync_runs where total = 1 and (state <> 'done' or failed > 0)"
    expect(query(scene.app, failed), 'reads that failed').toEqual([])
    expect(refusals(scene, since), 'tokens refused').toEqual([])
  }

const renewedProofs: Fault = {
  id: 'F28',
  what: 'the secret or the certificate is another one in the middle of work',
  isGuarded: true,
  points: {
    'the reader’s, in a sync': rotated('reader', 'sync'),
    'the reader’s, in a grant': rotated('reader', 'grant'),
    'the bot’s, in a message': rotated('bot', 'look'),
    'the bot’s, in an approval': rotated('bot', 'request'),
  },
}

/** What others and the bot prove themselves with, and what becomes of it while the bot runs. */
export const proofFaults: readonly Fault[] = [signingKeys, renewedProofs]
