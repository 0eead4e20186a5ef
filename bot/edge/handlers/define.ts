import { type Action, defineAction } from '../teams/actions/action.ts'
import { type Command, defineCommand } from '../teams/actions/command.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** `defineAction` with the dependencies of the bot's handlers. */
export const defineHandler = <I>(action: Action<HandlerDeps, I>): Action<HandlerDeps, I> =>
  defineAction(action)

type Word = Pick<Command<HandlerDeps>, 'word' | 'action'> &
  Partial<Pick<Command<HandlerDeps>, 'usage' | 'examples' | 'read' | 'readsMaterial'>>

/** A typed command. It has the role and the reach of its action and, by default, takes no arguments. */
export const defineWord = (word: Word): Command<HandlerDeps> =>
  defineCommand({
    usage: word.word,
    role: word.action.role,
    reach: word.action.reach,
    read: async () => ({}),
    ...word,
  })
