import type { Role } from '#domain/people/role.ts'
import type { Action } from './action.ts'
import type { Actor } from './actor.ts'
import type { Reach } from './reach.ts'

/** Mentions of people, other than the bot: what the message shows, and whom it means. */
export interface Mentioned {
  names: readonly string[]
  /** Where the message was written. */
  conversationId: string
  people: readonly { accountId: string; objectId?: string | undefined }[]
}

/** What a message holds beside its line. */
export interface Beside {
  /** The words after the command, with addresses in place of the page titles that Teams shows for them. */
  addressed: string
  /** Addresses, and messages of others that this one answers or forwards: never a command. */
  material: string
  mentioned?: Mentioned
}

/** A command as it was typed, with its syntax and examples. */
export interface TypedCommand {
  word: string
  args: string
  usage: string
  examples: readonly string[]
}

/** A typed command of an action. `read` parses the words after it into the action's input. */
export interface Command<D> {
  /** One or two words, lower case: `sync`, `add tenant`. */
  word: string
  /**
   * Other ways to say it, lower case, in the words of people who don't know the grammar; the longest one counts. With a second
   * text, it says that much of what follows: `['my requests', 'mine']`.
   */
  said?: readonly (string | readonly [phrase: string, args: string])[]
  /** Changes or orders something, so it is only done in its own word order. Default: by the role of its action. */
  acts?: boolean
  /** It has no plan or confirm card, so what is unsure is asked about. */
  actsAtOnce?: true
  /** What comes near to it, and isn't the same: it's only offered. */
  almost?: readonly string[]
  /** It's offered without what was typed behind. */
  takes?: 'nothing'
  /** Its words can stand behind the name: "Contoso status". */
  atEnd?: boolean
  /** It is what a line without a command is for that can be a name. */
  readsNames?: true
  /** Its syntax for the usage card: `sync <tenant>|all`. */
  usage: string
  /** Checked before `read`, so that people without the role can't find out which names exist. */
  role: Role | 'anyone'
  /** What the line touches, by the input that `read` makes of it. */
  reach: Reach
  examples?: readonly string[]
  /** The action's schema checks the result. @throws UserError COMMAND_INCOMPLETE, TENANT_AMBIGUOUS… */
  read(args: string, deps: D, actor: Actor, beside: Beside): Promise<unknown>
  /** It is what a message without a line of its own is for. */
  readsMaterial?: boolean
  /** The word of another command that the line is for, by what follows: "owner of X is Y" sets what "owner of X" shows. */
  turns?(args: string): string | undefined
  /** It is also what a line without a command is for that holds this. */
  recognizes?(line: string): boolean
  action: Action<D>
}

export function defineCommand<D>(command: Command<D>): Command<D> {
  return command
}

/** The command that a line is for: what follows its words can turn it into another one. */
export function turnedCommand<D>(
  commands: readonly Command<D>[],
  { command, args }: { command: Command<D>; args: string },
): Command<D> {
  const word = command.turns?.(args)
  return commands.find((each) => each.word === word) ?? command
}
