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
  input: z.object({
    task: z.enum(helpTasks).default('see'),
    asked: z.string().max(100).optional(),
    all: z.boolean().default(false),
  }),

  async handle({ actor, input, turn, deps }) {
    const viewer = { actor, turn }
    return toActor(input.all ? showAllCommands(deps, viewer) : await showHelp(deps, viewer, input))
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
  read: async (args) => askedFor(args),
  action: helpShow,
})

function askedFor(args: string): { task?: string; asked?: string } {
  const typed = args.toLowerCase().split(/[^\p{L}]+/u)
  const command = commandsEn.find(({ usage }) => typed.includes(usage.split(/[^a-z]/, 1)[0] ?? ''))
  const task = helpTasks.find((each) => typed.includes(each)) ?? command?.task
  return { ...(task && { task }), ...(command && { asked: command.usage }) }
}
