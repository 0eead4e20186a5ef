import { z } from 'zod'
import type { PlannedCall } from '#domain/what-if/plan.ts'
import { UserError } from '#platform/base/errors.ts'
import { type Action, isActing } from '../teams/actions/action.ts'
import { type Actor, requireRole } from '../teams/actions/actor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { type Beside, turnedCommand } from '../teams/actions/command.ts'
import { askBack } from '../teams/grammar/ask-back.ts'
import { findRefusal } from '../teams/grammar/plain-words.ts'
import { recognizeCommand } from '../teams/grammar/recognize-command.ts'
import { foresee, getAction, readInput } from '../views/foresee.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showWhatIf } from '../views/what-if-view.ts'
import { defineHandler, defineWord } from './define.ts'

/** An act as a button or a line names it; its own schema reads the input. */
const call = z.object({ of: z.string().max(60), with: z.record(z.string(), z.unknown()) })

/** Shows what an act would do, for whoever may see what it is about. Nothing is done. */
export const whatIfShow = defineHandler({
  verb: 'plan.make',
  role: 'viewer',
  // As far as the act itself reaches, for a viewer: `foresee` asserts it.
  reach: 'ownTenants',
  input: call,

  async handle({ actor, input, turn, deps }) {
    const action = getAction(deps, input.of)
    if (!canAct(action)) throw new UserError('WHAT_IF_SHOWS')
    const asked = { verb: input.of, input: input.with }
    const foreseen = await foresee(deps, { actor, turn }, asked)
    if (foreseen) return toActor(await showWhatIf(deps, { actor, turn }, { asked, foreseen }))
    // Its own card asks first what is meant.
    requireRole(actor, action.role)
    return action.handle({ actor, turn, deps, input: readInput(action, input.with) })
  },
})

/** Or leads to what does. */
const canAct = (action: Action<HandlerDeps>): boolean =>
  (isActing(action) || action.readsRolesNow === true || action.leadsTo !== undefined) &&
  !action.verb.startsWith('plan.')

const word = 'what if'
const usage = 'what if <command>'

export const whatIfCommand = defineWord({
  word,
  said: [
    'what would happen if',
    'what happens if',
    'what happens when',
    'whatif',
    'dry run',
    'simulate',
    'foresee',
  ],
  usage,
  examples: ['what if block Directory data in Contoso'],
  read: async (args, deps, actor, beside) => {
    const { verb, input } = await readAct(deps, actor, { args, beside })
    return { of: verb, with: input }
  },
  action: whatIfShow,
})

/** "If I block": who does it is whoever asks. */
const subject = /^(?:(?:i|we|you|someone|somebody|one) (?:would |were to |was to |could )?|to )/i

/** The act of a line, by its own command. Whatever that asks back is asked as a "what if". @throws UserError */
async function readAct(
  deps: HandlerDeps,
  actor: Actor,
  { args, beside }: { args: string; beside: Beside },
): Promise<PlannedCall> {
  const line = args.replace(subject, '')
  if (line === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
  const recognized = recognizeCommand(line, deps.tables.commands)
  if (recognized.kind !== 'command') {
    const lines = recognized.kind === 'unknown' ? recognized.lines : []
    throw askBack(
      'WHAT_IF_UNCLEAR',
      { text: line },
      lines.map((each) => asWhatIf(each)),
    )
  }
  const { args: rest } = recognized
  const command = turnedCommand(deps.tables.commands, recognized)
  if (!command.acts) throw askBack('WHAT_IF_SHOWS', { usage: command.word }, [{ line, title: line }])
  const refusal = findRefusal(line)
  if (refusal !== undefined) throw new UserError('LINE_NEGATED', { text: refusal })
  try {
    const read = await command.read(rest, deps, actor, { ...beside, addressed: rest })
    return { verb: command.action.verb, input: read }
  } catch (error) {
    throw error instanceof UserError ? askedAsWhatIf(error) : error
  }
}

const asWhatIf = (line: string) => ({ line: `${word} ${line}`, title: `${word} ${line}` })

/** A button of a question must not do what was only asked about. */
function askedAsWhatIf({ code, facts }: UserError): UserError {
  const { lines, titles, ...others } = facts
  if (!Array.isArray(lines)) return new UserError(code, facts)
  const named = Array.isArray(titles) ? titles : lines
  return askBack(
    code,
    others,
    lines.map((line, at) => ({ line: `${word} ${line}`, title: `${named[at] ?? line}` })),
  )
}
