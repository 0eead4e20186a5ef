import type { Card } from '../../cards/render.ts'
import { buttonsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { Where } from '../support/fake-teams.ts'
import { people } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import type { CrashWorld } from './crash-world.ts'
import { type Flow, granted } from './flows.ts'

const security: Where = { id: '19:security@thread.tacv2', conversationType: 'channel' }

const canTake = (card: Card): boolean => buttonsOf(card).some(({ verb }) => verb === 'alert.acknowledge')

/** Somebody in the tenant disables an app; a sync finds it, tells a channel, and a person there looks after it. */
export const alert: Flow = {
  name: 'alert',
  play: ({ chance, actor, operator }) => {
    const where = chance.pick(granted)
    const { tenant, tenantId, setId } = where
    const stateOf = (world: CrashWorld): string | undefined => {
      const sql = "select state from alerts where tenant_id = ? and set_id = ? and condition = 'appDisabled'"
      return query<{ state: string }>(world, sql, tenantId, setId)[0]?.state
    }
    return {
      where,
      prepare: async (world) => {
        await world.teams.as(people.alice, security).ask(`alerts on in ${tenant}`)
        await changeWorld(world, 'disable', { tenantId, clientId: setId })
      },
      // The card comes a few seconds after the sync: it is taken in the next attempt.
      attempt: async (world) => {
        const inChannel = world.teams.as(actor, security)
        const told = world.teams.cards(inChannel.conversationId).findLast(({ card }) => canTake(card))
        if (told) await inChannel.click(told, 'alert.acknowledge')
        else await world.teams.as(operator).ask(`sync ${tenant}`)
      },
      isDone: (world) => stateOf(world) === 'acknowledged',
      act: 'alert.acknowledge',
    }
  },
}
