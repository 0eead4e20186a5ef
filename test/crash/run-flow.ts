import { Oracles } from '../model/oracles.ts'
import { groupChat } from '../support/fake-teams.ts'
import { people } from '../support/whole-app.ts'
import { type CrashWorld, type Ground, startCrashWorld } from './crash-world.ts'
import type { Flow, Play } from './flows.ts'
import { judge } from './judge.ts'
import type { Point } from './plan.ts'
import { makeScene, type Scene } from './scene.ts'
import { whatIsLeft } from './what-is-left.ts'

/** How many steps the flow had, and whether the bot was killed on the way. */
export interface Ran {
  steps: number
  died: boolean
}

/** A bot that hangs is a finding too. */
const longestRunMs = 90_000

/** Plays the flow in a world of its own, kills the bot at the step (0: never) and judges what has become of it. */
export async function runFlow(flow: Flow, ground: Ground, { seed, step }: Point): Promise<Ran> {
  const scene = makeScene(seed)
  const world = await startCrashWorld({ ...ground, lagMs: scene.lagMs })
  let giveUp: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    giveUp = setTimeout(() => reject(new Error(`Expected an end, ${whatIsLeft(world)}`)), longestRunMs)
  })
  try {
    return await Promise.race([playIn(world, scene, flow.play(scene), step), tooLong])
  } finally {
    clearTimeout(giveUp)
    await world.end()
  }
}

async function playIn(world: CrashWorld, scene: Scene, play: Play, step: number): Promise<Ran> {
  await world.settle()
  for (const line of scene.watchers) await world.teams.as(people.victor).ask(line)
  await play.prepare?.(world)
  await world.settle()
  const rights = new Oracles(world)
  await world.arm(step)
  const ran = { steps: 0, died: false }
  for (let tries = 0; tries < 5 && (tries === 0 || !play.isDone(world)); tries++) {
    const failure = await attempt(world, scene, play, tries)
    // A card that follows late has steps too, and a death there must be seen.
    ran.steps = (await world.rest()) ?? ran.steps
    const died = await world.revive()
    ran.died ||= died
    // A failure is the bot's death and nothing else.
    if (failure !== undefined && !died) throw failure
    await world.settle()
  }
  // A run with fewer steps than the point: what the judge asks is no step of the flow.
  await world.arm(0)
  await judge(play, world, { rights, actor: scene.actor })
  return ran
}

/** Gives what went wrong; at the first time somebody else does something else beside it. */
async function attempt(
  world: CrashWorld,
  { aside, operator }: Scene,
  play: Play,
  tries: number,
): Promise<unknown> {
  const doings = [world.whileAlive(play.attempt(world))]
  if (aside !== undefined && tries === 0)
    doings.push(
      world.whileAlive(
        world.teams
          .as(operator, groupChat('beside'))
          .say(aside)
          .then(() => {}),
      ),
    )
  const ends = await Promise.allSettled(doings)
  return ends.find((end) => end.status === 'rejected')?.reason
}
