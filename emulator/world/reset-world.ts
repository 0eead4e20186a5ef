import type { World } from './types.ts'

/** Resets everything to the initial state, including the clock. Changes `world` in place, so that references stay valid. */
export function resetWorld(world: World): void {
  world.clock.reset()
  const { lazy, ...fresh } = world.seed()
  Object.assign(world, fresh)
  if (lazy) world.lazy = lazy
}
