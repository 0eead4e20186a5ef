import { expect, onTestFinished, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { addSecret, makeGuard } from '../support/guarded.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'

const secret = 'bot~secret~value'
const tenantId = tenantIdOf('Fabrikam')
const setId = 'user-device-activity'

/** What people press on a morning on which Graph does not answer. */
const clicks: { verb: string; data: unknown }[] = [
  { verb: 'tenant.list', data: {} },
  { verb: 'tenant.show', data: { tenantId } },
  { verb: 'grant.details', data: { tenantId, setId } },
  { verb: 'grant.plan', data: { tenantIds: [tenantId], setId } },
  { verb: 'grant.block', data: { tenantId, setId } },
  { verb: 'sync.tenant', data: { tenantId } },
  { verb: 'sync.all', data: {} },
  { verb: 'request.list', data: {} },
  { verb: 'person.show', data: {} },
  { verb: 'settings.show', data: {} },
]

/** Requests to Graph that are waited for at the same time. */
function countUnderWay(): { step(name: string): void; most(): number } {
  let [underWay, most] = [0, 0]
  return {
    step: (name) => {
      if (name === 'graph.request') underWay += 1
      if (name === 'graph.answer') underWay -= 1
      most = Math.max(most, underWay)
    },
    most: () => most,
  }
}

test('while Graph hangs and the metadata host is down every click is answered in 4 s, and the bot stays ready', async () => {
  const guard = await makeGuard({ BOT_SECRET: secret }, (world) =>
    addSecret(world, demo.bot.clientId, secret),
  )
  onTestFinished(() => guard.channel.close())
  const atGraph = countUnderWay()
  const app = await startWholeApp({ step: atGraph.step }, guard)
  // The keys are read once; from then on nobody of Microsoft answers.
  await app.teams.as(people.alice).ask('whoami')
  app.clock.forward(6 * 60_000)
  guard.channel.fail('status')
  addFault(app.emulator.world, { where: 'graph', effect: { kind: 'hang' } })
  const strangers = Array.from({ length: 60 }, (_, at) => ({
    name: `Stranger ${at}`,
    objectId: `bbbbbbbb-0000-4000-8000-${String(at).padStart(12, '0')}`,
  }))
  const who = [people.alice, people.bob, people.olivia, people.victor, ...strangers]
  const times: number[] = []
  const asked = Array.from({ length: 90 }, async (_, at) => {
    const person = who[at % who.length] ?? people.alice
    const startedAt = performance.now()
    const click = clicks[at % clicks.length] ?? { verb: 'help.show', data: {} }
    const { status, body } = await app.teams.as(person).invoke('1', click)
    times.push(performance.now() - startedAt)
    return { status, card: (body as { value?: unknown }).value }
  })
  const health = Promise.all(['/healthz', '/readyz'].map((path) => fetch(`${app.botUrl}${path}`)))
  const answers = await Promise.all(asked)
  expect((await health).map(({ status }) => status)).toEqual([200, 200])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(Math.max(...times)).toBeLessThan(4_000)
  for (const { card } of answers.slice(0, clicks.length)) expect(complaintsAbout(card as never)).toEqual([])
  // Not one connection for each of so many people: they wait in their compartment, beside that of the syncs.
  expect(atGraph.most()).toBeLessThanOrEqual(32 + 16)
  expect(atGraph.most()).toBeGreaterThan(16)
  app.emulator.world.faults.length = 0
})
