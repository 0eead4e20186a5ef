import { UserError } from '#platform/base/errors.ts'
import { type Action, defineAction } from '../teams/actions/action.ts'
import { type Command, defineCommand } from '../teams/actions/command.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** `defineAction` with the dependencies of the bot's handlers. */
export const defineHandler = <I>(action: Action<HandlerDeps, I>): Action<HandlerDeps, I> =>
  defineAction(action)

type Word = Pick<Command<HandlerDeps>, 'word' | 'action'> &
  Partial<Pick<Command<HandlerDeps>, 'usage' | 'examples' | 'read' | 'readsMaterial' | 'recognizes'>>

/** A typed command. It has the role and the reach of its action and, by default, takes no arguments. */
export const defineWord = (word: Word): Command<HandlerDeps> =>
  defineCommand({
    usage: word.word,
    role: word.action.role,
    reach: word.action.reach,
    read: async (args) => readNothing(word.word, args),
    ...word,
  })

/** They say nothing about what to do. */
const courtesies = new Set([
  'please',
  'pls',
  'thanks',
  'thank',
  'you',
  'thx',
  'asap',
  'fyi',
  'hi',
  'hello',
  'hey',
])

/**
 * The input of a command that stands alone. Any other word could limit or turn what is meant: "alerts off in Contoso".
 * @throws UserError COMMAND_SURPLUS
 */
export function readNothing(word: string, args: string): Record<string, never> {
  const means = args.split(' ').filter((each) => /[\p{L}\p{N}]/u.test(each) && !courtesies.has(bare(each)))
  if (means.length > 0) throw new UserError('COMMAND_SURPLUS', { usage: word, text: args })
  return {}
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}]/gu, '')
