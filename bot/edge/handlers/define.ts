import { type Action, defineAction } from '../teams/actions/action.ts'
import { type Command, defineCommand } from '../teams/actions/command.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** An action of this bot: the same as `defineAction`, with what its handlers work with. */
export const defineHandler = <I>(action: Action<HandlerDeps, I>): Action<HandlerDeps, I> =>
  defineAction(action)

export const defineWord = (command: Command<HandlerDeps>): Command<HandlerDeps> => defineCommand(command)
