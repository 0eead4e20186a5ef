import type { Role } from '#domain/people/role.ts'
import type { Action } from './action.ts'
import type { Actor } from './actor.ts'

/** A typed sentence that leads to an action. `read` turns the words after the command into the action's input. */
export interface Command<D> {
  /** One or two words, lower case: `sync`, `add tenant`. */
  word: string
  /** How it is typed, for the usage card: `sync <tenant>|all`. */
  usage: string
  /** Checked before `read`, so that people without the role can't find out which names exist. */
  role: Role | 'anyone'
  examples?: readonly string[]
  /** Throws `UserError` (COMMAND_INCOMPLETE, TENANT_AMBIGUOUS…); what it gives is checked by the action's schema again. */
  read(args: string, deps: D, actor: Actor): Promise<unknown>
  action: Action<D>
}

export function defineCommand<D>(command: Command<D>): Command<D> {
  return command
}
