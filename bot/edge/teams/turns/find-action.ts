import { z } from 'zod'
import { type ErrorFacts, UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import type { Action } from '../actions/action.ts'
import type { Actor } from '../actions/actor.ts'
import { type Beside, type Command, turnedCommand } from '../actions/command.ts'
import type { TeamsActivity } from '../channel/activity.ts'
import { targetedField } from '../channel/targeted.ts'
import { findRefusal } from '../grammar/plain-words.ts'
import { type Recognized, recognizeCommand } from '../grammar/recognize-command.ts'
import type { ActionRun } from './action-run.ts'
import { asButtonLine, readButtonLine, type Typed } from './read-typed.ts'

/** The action of a verb or typed line: the part of an `ActionRun` from the tables, or why there is none. */
export type FoundAction<D> =
  | ({ known: true } & Pick<ActionRun<D>, 'action' | 'command' | 'readInput' | 'typed' | 'sent'>)
  | { known: false; code: UserErrorCode; facts: ErrorFacts; nearest: readonly string[] }

/** The verb of suggested commands: their buttons send a typed line. */
export const commandVerb = 'command.run'

export interface Tables<D> {
  actions: ReadonlyMap<string, Action<D>>
  commands: readonly Command<D>[]
  deps: D
}

/** @throws Error when two actions share a verb or two commands a word: a bug, found at start */
export function makeTables<D>(
  actions: readonly Action<D>[],
  commands: readonly Command<D>[],
  deps: D,
): Tables<D> {
  const verbs = [commandVerb, ...actions.map((action) => action.verb)]
  const words = commands.map((command) => command.word)
  for (const name of [...verbs, ...words]) {
    const uses = verbs.filter((verb) => verb === name).length + words.filter((word) => word === name).length
    if (uses > 1) throw new Error(`Expected one handler for "${name}", got ${uses}`)
  }
  return { actions: new Map(actions.map((action) => [action.verb, action])), commands, deps }
}

/**
 * Finds the command of a typed line. An empty line means help, unless a message of others came with it: that one, and a line
 * that is nothing but an address or an error, is explained.
 */
export function findByLine<D>(tables: Tables<D>, typed: Typed): FoundAction<D> {
  const { line } = typed
  const recognized = recognizeCommand(line, tables.commands)
  const command = commandOf(tables, typed, recognized)
  const nearest = recognized.kind === 'unknown' ? recognized.lines : []
  if (!command)
    return { known: false, code: 'COMMAND_UNKNOWN', facts: { typed: line.slice(0, 200) }, nearest }
  const args = 'args' in recognized ? recognized.args : ''
  const { word, usage, examples = [], action } = command
  return {
    known: true,
    action,
    command,
    readInput: (actor) => {
      if (typed.doubt && !command.readsMaterial && word !== 'help')
        throw new UserError('LINE_UNSURE', { why: typed.doubt })
      const refusal = command.acts ? findRefusal(line) : undefined
      if (refusal !== undefined) throw new UserError('LINE_NEGATED', { text: refusal })
      return readArgs(command, tables.deps, { args, beside: besideOf(tables, typed, command), actor })
    },
    typed: { word, args, usage, examples },
    sent: { verb: commandVerb, data: { text: asButtonLine(line) } },
  }
}

/** Errors say what they are, whatever word they begin with; other lines are no error if they are a command. */
function commandOf<D>(
  { commands }: Tables<D>,
  { line, addressed, material }: Pick<Typed, 'line' | 'addressed' | 'material'>,
  recognized: Recognized<Command<D>>,
): Command<D> | undefined {
  const isPlace =
    readTenantText(addressed) !== undefined && !commands.some((each) => each.recognizes?.(addressed))
  const isMaterialOnly = (line === '' && material !== '') || (isPasted.test(addressed) && !isPlace)
  if (saysCode.test(addressed)) return commands.find(({ readsMaterial }) => readsMaterial)
  if (recognized.kind === 'command' && !(isMaterialOnly && recognized.args === ''))
    return turnedCommand(commands, recognized)
  const explains = commands.find(
    ({ readsMaterial, recognizes }) => (isMaterialOnly && readsMaterial) || recognizes?.(addressed),
  )
  if (explains) return explains
  if (recognized.kind === 'nothing') return commands.find(({ word }) => word === 'help')
  return recognized.kind === 'names' ? commands.find(({ readsNames }) => readsNames) : undefined
}

/** What follows the command, with addresses in place of titles; all of it where no command was typed. */
function besideOf<D>(
  { commands }: Tables<D>,
  { addressed, material, mentioned }: Typed,
  command: Command<D>,
): Beside {
  const again = recognizeCommand(addressed, commands)
  const isSame = again.kind === 'command' && turnedCommand(commands, again) === command
  return { addressed: isSame ? again.args : addressed, material, ...(mentioned && { mentioned }) }
}

/** An address alone, or what begins as Microsoft's errors do: its number or the JSON of its services. */
const isPasted = /^(?:https?:\/\/\S+$|\W?AADSTS\W{0,3}\d|\d{5,8}$|\{\s{0,5}"error)/i

/** Whatever a line with such a number asks, it asks about the error. */
const saysCode = /\bAADSTS\W{0,3}\d{4}/i

const unknownNames: readonly UserErrorCode[] = ['TENANT_UNKNOWN', 'SET_UNKNOWN']

/** What the person sees counts first; if it names nothing, the address behind it does. */
async function readArgs<D>(
  command: Command<D>,
  deps: D,
  { args, beside, actor }: { args: string; beside: Beside; actor: Actor },
): Promise<unknown> {
  try {
    return await command.read(args, deps, actor, beside)
  } catch (error) {
    const isUnknown = error instanceof UserError && unknownNames.includes(error.code)
    if (!isUnknown || beside.addressed === args) throw error
    return command.read(beside.addressed, deps, actor, beside).catch((second: unknown) => {
      // It speaks of words that the person doesn't see, and says where they stand among those.
      throw second instanceof UserError ? error : second
    })
  }
}

const execute = z.object({
  action: z.object({
    verb: z.string().min(1).max(100),
    data: z.record(z.string(), z.unknown()).nullish(),
  }),
  trigger: z.string().max(100).nullish(),
})

/** Parses a card action; undefined for anything that no card of the bot can have sent. */
export function readCardAction(
  activity: TeamsActivity,
): { verb: string; data: Record<string, unknown>; automatic: boolean } | undefined {
  const { data: value } = execute.safeParse(activity.value)
  if (!value) return undefined
  const { [targetedField]: _, ...data } = value.action.data ?? {}
  return {
    verb: value.action.verb,
    data,
    automatic: value.trigger === 'automatic',
  }
}

const submit = z.looseObject({ verb: z.string().min(1).max(100) })

/** Parses the message that clients without Action.Execute send instead. */
export function readSubmit(
  activity: TeamsActivity,
): { verb: string; data: Record<string, unknown> } | undefined {
  const { data: value } = submit.safeParse(activity.value)
  if (!value) return undefined
  const { verb, msteams: _, [targetedField]: __, ...data } = value
  return { verb, data }
}

const commandLine = z.object({ text: z.string().max(20_000) })

/** Finds the action of a verb. Cards stay in chats for years, so a verb can be older than this program. */
export function findByVerb<D>(
  tables: Tables<D>,
  { verb, data }: { verb: string; data: Record<string, unknown> },
  activity: TeamsActivity,
): FoundAction<D> {
  if (verb === commandVerb)
    return findByLine(tables, readButtonLine(commandLine.safeParse(data).data?.text ?? '', activity))
  const action = tables.actions.get(verb) ?? unknownVerb
  return { known: true, action, readInput: () => data, sent: { verb, data } }
}

/** Cards of other versions have it. What the click was about is shown as it stands now. */
const unknownVerb: Action<unknown> = {
  verb: 'unknown',
  role: 'viewer',
  reach: 'nothing',
  input: z.unknown(),
  handle: async () => {
    throw new UserError('VERB_UNKNOWN')
  },
}
