import { UserError } from '#platform/base/errors.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor, toEveryone } from '../teams/actions/answer.ts'
import { showAlert } from '../views/alert-view.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** Changes an alert and shows its new state. Outdated cards do nothing. */
export async function actOnAlert(
  deps: HandlerDeps,
  { actor, turn, alertId }: { actor: Actor; turn: Turn; alertId: number },
  work: () => Promise<void>,
): Promise<Answer> {
  let outdated = false
  try {
    await work()
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
    outdated = true
  }
  return answerWithAlertNow(deps, { actor, turn, alertId, outdated })
}

/** The state of an alert: on its own card to everyone, elsewhere only to this person. */
export async function answerWithAlertNow(
  deps: HandlerDeps,
  { actor, turn, ...shown }: { actor: Actor; turn: Turn; alertId: number; outdated?: boolean },
): Promise<Answer> {
  const card = await showAlert(deps, { actor, turn }, shown)
  const isOwn = turn.followed?.kind === 'alert' && turn.followed.id === String(shown.alertId)
  return isOwn ? toEveryone(card) : toActor(card)
}
