import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { showMine } from '../views/mine-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** What waits for the person who asks. */
export const mineShow = defineHandler({
  verb: 'mine.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ page }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showMine(deps, { actor, turn }, input.page))
  },
})

export const mineCommand = defineWord({
  word: 'mine',
  said: [
    'my work',
    'my items',
    'my tasks',
    'my list',
    'my to do list',
    'my todo list',
    'my todos',
    'waiting for me',
    // "For me" at the end is taken as a courtesy.
    'what waits',
    'what is waiting',
    'what is mine',
    'what do i own',
    'assigned to me',
  ],
  action: mineShow,
})
