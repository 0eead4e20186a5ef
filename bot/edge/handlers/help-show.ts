import { z } from 'zod'
import { helpTasks } from '../../../cards/words/codes.ts'
import { commandsEn } from '../../../cards/words/commands-en.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showAllCommands, showHelp } from '../views/help-view.ts'
import { defineHandler, defineWord } from './define.ts'

/** What the person can do, by task, or every command as it is typed. */
export const helpShow = defineHandler({
  verb: 'help.show',
  role: 'anyone',
  reach: 'ownTenants',
  input: z.object({ task: z.enum(helpTasks).default('see'), all: z.boolean().default(false) }),

  async handle({ actor, input, turn, deps }) {
    const viewer = { actor, turn }
    return toActor(input.all ? showAllCommands(deps, viewer) : await showHelp(deps, viewer, input.task))
  },
})

/** Changes nothing, and who asks for help may ask in any words: those that name a task or a command open it. */
export const helpCommand = defineWord({
  word: 'help',
  said: [
    'commands',
    'command list',
    'what can you do',
    'what do you do',
    'what are you',
    'who are you',
    'how does this work',
    'how do i',
    'how do you work',
    'how to',
    'menu',
    'start',
    'get started',
    'usage',
    'manual',
    'man',
    'i need help',
    'i am lost',
    'i’m lost',
  ],
  read: async (args) => ({ task: taskOf(args) }),
  action: helpShow,
})

function taskOf(args: string): string | undefined {
  const typed = args.toLowerCase().split(/[^\p{L}]+/u)
  const command = commandsEn.find(({ usage }) => typed.includes(usage.split(/[^a-z]/, 1)[0] ?? ''))
  return helpTasks.find((task) => typed.includes(task)) ?? command?.task
}
