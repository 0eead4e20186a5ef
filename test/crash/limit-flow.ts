import { setTimeout as pause } from 'node:timers/promises'
import { findButton } from '../support/card-parts.ts'
import { askAccessIn, query } from '../support/facts.ts'
import type { CrashWorld } from './crash-world.ts'
import { ask, type Flow, granted, type Place, statusOf, timesOf } from './flows.ts'

/** Long enough for the click, short enough to be waited for. */
const openMs = 1_500
/** Until it is closed by the job; the access API must not wait for that. */
const longestMs = 20_000

/** Without a tier-0 permission, so that one person may lift the block. */
const aloneLiftable = granted.filter(({ setId }) => setId === 'protected-content')

/** A block is lifted for a moment: after its end, dead or alive, no answer of the access API is yes. */
export const limit: Flow = {
  name: 'limit',
  play: ({ chance, actor }) => {
    const where = chance.pick(aloneLiftable)
    let until = 0
    return {
      where,
      prepare: async (world) => {
        const card = await ask(world, actor, `block "${where.set}" in ${where.tenant}`, 'grant.confirmBlock')
        await world.teams.as(actor).click(card, 'grant.confirmBlock')
      },
      attempt: async (world) => {
        if (timesOf(world, 'grant.unblock').length === 0) {
          const line = `unblock "${where.set}" in ${where.tenant} for 1 hour`
          const card = await ask(world, actor, line, 'grant.confirmUnblock')
          const { data } = findButton(card.card, 'grant.confirmUnblock')
          until = Date.now() + openMs
          const sooner = { ...(data as object), until: new Date(until).toISOString() }
          await world.teams.as(actor).press(card, { verb: 'grant.confirmUnblock', data: sooner })
        }
        await watchEnd(world, where, until)
      },
      isDone: (world) => timesOf(world, 'grant.close').length > 0 && statusOf(world, where) === 'blocked',
      act: 'grant.close',
    }
  },
}

async function watchEnd(world: CrashWorld, { tenantId, setId }: Place, until: number): Promise<void> {
  const giveUpAt = until + longestMs
  while (query(world, "select 1 from audit where action = 'grant.close'").length === 0) {
    const askedAt = Date.now()
    const { allowed } = await askAccessIn(world, tenantId, setId)
    if (allowed && askedAt >= until) throw new Error('Expected no access after the end')
    if (askedAt > giveUpAt) throw new Error('Expected the end to be stored')
    await pause(50)
  }
}
