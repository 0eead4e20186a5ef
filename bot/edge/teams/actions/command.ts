import type { Role } from '#domain/people/role.ts'
import type { Action } from './action.ts'
import type { Actor } from './actor.ts'

/** A typed command of an action. `read` parses the words after it into the action's input. */
export interface Command<D> {
  /** One or two words, lower case: `sync`, `add tenant`. */
  word: string
  /** Its syntax for the usage card: `sync <tenant>|all`. */
  usage: string
  /** Checked before `read`, so that people without the role can't find out which names exist. */
  role: Role | 'anyone'
  examples?: readonly string[]
  /** The action's schema checks the result. @throws UserError COMMAND_INCOMPLETE, TENANT_AMBIGUOUS… */
  read(args: string, deps: D, actor: Actor): Promise<unknown>
  action: Action<D>
}

export function defineCommand<D>(command: Command<D>): Command<D> {
  return command
}
