import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clock, hours, minutes } from '#platform/base/time.ts'
import { labels, openClosed, openFor } from '../flows/opening-flow.ts'
import { makeTestClock } from '../support/clocks.ts'
import { askAccessIn } from '../support/facts.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { administer } from '../support/postgres-server.ts'
import { tenantIdOf } from '../support/whole-app.ts'

/** A set that is open until `end`, before two instances whose clocks jump by themselves. */
async function openBeforeTwo() {
  const database = await emptyPostgres()
  const world = await openClosed({ DATABASE_FILE: '', DATABASE_URL: database })
  const { app } = world
  const clock = makeTestClock(app.clock().toISOString())
  const other = await app.addInstance({ clock })
  // Its set is granted once a tenant was read.
  await world.olivia.ask('sync all')
  await app.settled()
  await openFor(world, 'for 4 hours')
  await app.settled()
  const ask = async (botUrl: string, now: Clock): Promise<{ allowed: boolean; until?: string }> => {
    // A token is valid by the clock of whoever is asked.
    app.emulator.clock.advance(now().getTime() - app.emulator.clock.nowMs())
    return askAccessIn({ botUrl, emulator: app.emulator }, tenantIdOf('Fabrikam'), labels)
  }
  const end = Date.parse((await ask(other, clock)).until ?? '')
  const doors = [
    { ask: () => ask(app.botUrl, app.clock), now: app.clock, jump: app.clock.forward },
    { ask: () => ask(other, clock), now: clock, jump: clock.forward },
  ]
  const closings = () =>
    administer(database, "select 1 from audit where action = 'grant.close' and result = 'done'")
  return { app, doors, end, closings }
}

test('clocks that jump over the end, back, and apart: once it was over for one, no instance says yes', async () => {
  const { app, doors, end, closings } = await openBeforeTwo()
  const [behind, ahead] = doors
  if (!behind || !ahead) throw new Error('Expected two instances')
  const both = async () => [(await behind.ask()).allowed, (await ahead.ask()).allowed]
  expect(await both()).toEqual([true, true])
  ahead.jump(end - ahead.now().getTime() - 1)
  expect((await ahead.ask()).allowed).toBe(true)
  ahead.jump(1)
  expect((await ahead.ask()).allowed).toBe(false)
  // Its own clock is four hours before the end.
  expect((await behind.ask()).allowed).toBe(false)
  ahead.jump(-hours(5))
  expect(await both()).toEqual([false, false])
  behind.jump(hours(6))
  await app.settled()
  expect(await both()).toEqual([false, false])
  expect(await closings()).toHaveLength(1)
})

const steps = fc.array(
  fc.record({
    at: fc.nat(1),
    minutes: fc.integer({ min: -90, max: 150 }),
    both: fc.boolean(),
  }),
  { minLength: 12, maxLength: 12 },
)

test.each([1, 2, 3])(
  'random jumps (%i): never allowed at or after the end of whoever answers, nor after a no',
  async (seed) => {
    const { doors, end, closings } = await openBeforeTwo()
    const [walk = []] = fc.sample(steps, { seed, numRuns: 1 })
    let isOver = false
    for (const step of [...walk, { at: 0, minutes: 600, both: true }]) {
      const door = doors[step.at]
      if (!door) throw new Error('Expected two instances')
      door.jump(minutes(step.minutes))
      const asked = step.both ? doors : [door]
      for (const each of asked) {
        const isLate = each.now().getTime() >= end
        const { allowed } = await each.ask()
        expect(allowed && (isLate || isOver)).toBe(false)
        // A no comes from an end, not from something else.
        expect(allowed || isLate || isOver).toBe(true)
        isOver ||= !allowed
      }
    }
    expect(isOver).toBe(true)
    expect(await closings()).toHaveLength(1)
  },
)
