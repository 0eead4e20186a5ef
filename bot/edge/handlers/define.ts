import { personZone } from '../../../cards/reader.ts'
import { type Action, defineAction, isActing } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Beside, type Command, defineCommand } from '../teams/actions/command.ts'
import type { Form, Given } from '../teams/grammar/form.ts'
import { readForm } from '../teams/grammar/read-form.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** `defineAction` with the dependencies of the bot's handlers. */
export const defineHandler = <I>(action: Action<HandlerDeps, I>): Action<HandlerDeps, I> =>
  defineAction(action)

/** What a line gave, with everything to make the input of an action from it. */
export interface Line extends Given {
  deps: HandlerDeps
  actor: Actor
  beside: Beside
}

type Word = Pick<Command<HandlerDeps>, 'word' | 'action'> &
  Partial<Omit<Command<HandlerDeps>, 'word' | 'action' | 'role' | 'reach' | 'acts'>> & {
    /** What it takes. Default: nothing. */
    form?: Form
    /** The input of the action. Default: an empty one. */
    input?: (line: Line) => unknown
  }

/**
 * A typed command. It has the role and the reach of its action. What it takes is declared as `form`, and `input` makes the
 * action's input of it; `read` is for a syntax of its own.
 */
export function defineWord({
  form = {},
  actsAtOnce,
  input = () => ({}),
  ...word
}: Word): Command<HandlerDeps> {
  const { action } = word
  const usage = word.usage ?? word.word
  const acts = isActing(action) || action.readsRolesNow === true
  return defineCommand({
    usage,
    role: action.role,
    reach: action.reach,
    acts,
    ...(actsAtOnce && { actsAtOnce }),
    atEnd: !acts && form.tenants !== undefined,
    read: async (args, deps, actor, beside) => {
      const line = { word: word.word, usage, args, actor, deps, timeZone: personZone() }
      const asked = { ...line, form, acts, actsAtOnce: actsAtOnce === true }
      return input({ ...(await readForm(asked)), deps, actor, beside })
    },
    ...word,
  })
}
