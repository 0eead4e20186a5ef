import { UserError } from '#platform/base/errors.ts'
import type { Act } from '#platform/storage/act-once.ts'
import { type FollowedSubject, isActing, type Turn } from '../actions/action.ts'
import { type Actor, requireReach, requireRole } from '../actions/actor.ts'
import type { ActionContext, ActionResult, ActionRun } from './action-run.ts'
import { answerError } from './answer-error.ts'

/** Runs every action: reads the person, checks role, input and tenants, works, and answers, in that order. Never throws. */
export async function runAction<D>(context: ActionContext<D>, run: ActionRun<D>): Promise<ActionResult> {
  const { action } = run
  let input: unknown
  let actor: Actor | undefined
  let cardStays: FollowedSubject | undefined
  const finish = (result: ActionResult): ActionResult => ({ ...result, ...(cardStays && { cardStays }) })
  try {
    const followed = await context.followedCards.find(run.turn)
    cardStays = followed
    actor = await run.getActor()
    if (isActing(action) && !action.protects) await context.assertMayTry(actor)
    requireRole(actor, run.command?.role ?? 'anyone')
    requireRole(actor, action.role)
    if (run.turn.trigger === 'refresh' && isActing(action))
      throw new UserError('INPUT_INVALID', { field: 'verb' })
    input = await run.readInput(actor)
    const checked = action.input.safeParse(input)
    if (!checked.success) throw invalidInput(checked.error.issues[0]?.path)
    if (followed && context.followedCards.keeps(followed, checked.data)) cardStays = undefined
    const call = { actor, input: checked.data, turn: run.turn }
    for (const { role, reach } of run.command ? [run.command, action] : [action])
      requireReach(actor, role, await context.concernOf(reach, call))
    const turn = cardStays ? withoutCard(run.turn) : { ...run.turn, ...(followed && { followed }) }
    const deps = context.once(context.deps, new LateAct(run.key, context))
    const answer = await action.handle({ actor, input: checked.data, turn, deps })
    return finish({ answer, outcome: 'done' })
  } catch (error) {
    return finish(await answerError(context, run, { error, input, actor }))
  }
}

/** Most turns only read, and random bytes cost time: the run gets its ID when it changes something. */
class LateAct implements Act {
  readonly key: string
  readonly at: Date
  readonly #makeId: () => string
  #id: string | undefined

  constructor(key: string, { clock, makeReference }: Pick<ActionContext<never>, 'clock' | 'makeReference'>) {
    this.key = key
    this.at = clock()
    this.#makeId = makeReference
  }

  get run(): string {
    this.#id ??= this.#makeId()
    return this.#id
  }
}

/** The card stays, so the answer is posted as a new message. */
function withoutCard({ cardId: _, ...turn }: Turn): Turn {
  return turn
}

function invalidInput(path: readonly PropertyKey[] | undefined): UserError {
  return new UserError('INPUT_INVALID', { field: path?.map(String).join('.').slice(0, 100) ?? '' })
}
