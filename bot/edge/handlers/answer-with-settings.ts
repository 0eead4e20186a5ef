import type { NoticeCode } from '../../../cards/words/codes.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { settingsReader } from '../views/settings-reader.ts'
import { showSettings } from '../views/settings-view.ts'

/** The settings after an action; `false`: another person was faster. */
export async function answerWithSettings(
  deps: HandlerDeps,
  actor: Actor,
  done: NoticeCode | false,
): Promise<Answer> {
  const notice = done
    ? ({ kind: 'done', code: done } as const)
    : ({ kind: 'refused', code: 'CARD_OUTDATED' } as const)
  return toActor(await showSettings(deps, { ...settingsReader(actor), notice }))
}
