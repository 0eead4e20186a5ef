import { getRequest } from '#domain/requests/requests-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import { moment } from '../../../cards/text.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { nameOf } from '../views/people-names.ts'
import { showRequest } from '../views/request-view.ts'

/** Changes a request and shows its new state, or why it couldn't be changed, only to this person. */
export async function actOnRequest(
  deps: HandlerDeps,
  { actor, requestId }: { actor: Actor; requestId: string },
  work: () => Promise<void>,
): Promise<Answer> {
  try {
    await work()
    return toActor(await showRequest(deps, actor, { requestId }))
  } catch (error) {
    const notice = error instanceof UserError ? await noticeOf(deps, requestId, error) : undefined
    if (!notice) throw error
    return toActor(await showRequest(deps, actor, { requestId, notice }))
  }
}

async function noticeOf(
  deps: HandlerDeps,
  requestId: string,
  { code, facts }: UserError,
): Promise<Notice | undefined> {
  if (code === 'LIST_UNREAD') return { kind: 'info', code: 'READ_FIRST' }
  if (code === 'REASON_MISSING') return { kind: 'info', code: 'DENY_NEEDS_REASON' }
  if (code === 'REGISTRATION_MISMATCH')
    return { kind: 'problem', code: 'REGISTRATION_WRONG', facts: { problem: `${facts.problem}` } }
  if (code !== 'REQUEST_ENDED' && code !== 'CARD_OUTDATED') return undefined
  const { state, decision, endedAt } = await getRequest(deps.database.db, requestId)
  if (state === 'open') return { kind: 'info', code: 'CARD_OUTDATED' }
  const by = decision?.by ? await nameOf(deps.database.db, decision.by) : ''
  const time = endedAt ? moment(endedAt, deps.clock()) : ''
  return { kind: 'refused', code: 'REQUEST_WAS_ENDED', facts: { by, state, time } }
}
