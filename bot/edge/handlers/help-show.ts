import { helpCard } from '../../../cards/help.ts'
import { toActor } from '../teams/actions/answer.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** The commands by role. */
export const helpShow = defineHandler({
  verb: 'help.show',
  role: 'anyone',
  reach: 'nothing',
  input: nothing,

  async handle({ actor, turn, deps }) {
    const inChannel = turn.conversationKind !== 'personal'
    return toActor(helpCard({ now: deps.clock(), roles: actor.roles, suite: deps.catalog.suite, inChannel }))
  },
})

/** Changes nothing, and who asks for help may ask in any words. */
export const helpCommand = defineWord({ word: 'help', read: async () => ({}), action: helpShow })
