import type { World } from './types.ts'

/** Everything as it was at the start, the clock too. Whoever holds `world` keeps holding the right one. */
export function resetWorld(world: World): void {
  world.clock.reset()
  const { lazy, ...fresh } = world.seed()
  Object.assign(world, fresh)
  if (lazy) world.lazy = lazy
}
