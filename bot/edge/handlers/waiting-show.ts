import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { showNextActions } from '../views/next-actions-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** What the tenants wait for, by next action and by who must act. */
export const waitingShow = defineHandler({
  verb: 'waiting.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ page }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showNextActions(deps, { actor, turn }, input.page))
  },
})

export const nextActionsCommand = defineWord({
  word: 'next actions',
  said: [
    'next action',
    'next steps',
    'next step',
    'what next',
    'what is next',
    'what now',
    'who must act',
    'who has to act',
    'who needs to act',
    'who must do what',
    'who has to do what',
    'what must be done',
    'what has to be done',
    'to do list',
    'to-do list',
    'todo list',
    'todo',
    'todos',
    'to do',
  ],
  action: waitingShow,
})
