import { findGrant } from '#domain/grants/grants-store.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { NoticeCode } from '../../../cards/words/codes.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toEveryone } from '../teams/actions/answer.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showTenant } from '../views/tenant-view.ts'
import { undoOfGrant } from '../views/undo-until.ts'

interface Act {
  actor: Actor
  turn: Turn
  tenantId: string
  setId: string
}

interface ActOptions {
  work: () => Promise<void>
  outcome: NoticeCode
  /** The answer to a click on an outdated card. Default: the current tenant. */
  outdated?: (notice: Notice) => Promise<Answer>
}

/** Changes a grant and shows its tenant with the outcome. A click on an outdated card only shows the current one. */
export async function actOnGrant(
  deps: HandlerDeps,
  { actor, turn, tenantId, setId }: Act,
  { work, outcome, outdated }: ActOptions,
): Promise<Answer> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
    const notice = { kind: 'info', code: 'CARD_OUTDATED' } as const
    if (outdated) return outdated(notice)
    return toEveryone(await showTenant(deps, { actor, turn }, { tenantId, notice }))
  }
  const notice = await outcomeNotice(deps, { actor, turn, tenantId, setId }, outcome)
  return toEveryone(await showTenant(deps, { actor, turn }, { tenantId, notice }))
}

async function outcomeNotice(
  deps: HandlerDeps,
  { actor, tenantId, setId }: Act,
  code: NoticeCode,
): Promise<Notice> {
  const grant = await findGrant(deps.database.db, tenantId, setId)
  const until = undoOfGrant(deps, grant)
  const undo = { button: 'undo', input: { tenantId, setId, v: grant?.version ?? 0 } } as const
  return {
    kind: 'done',
    code,
    facts: { set: getSet(deps, setId).name },
    by: { name: actor.name },
    at: deps.clock(),
    ...(until ? { buttons: [undo], until } : {}),
  }
}

/** For a typed command: the current version, because there was no card to take it from. */
export async function currentVersion(
  deps: HandlerDeps,
  given: { tenantId: string; setId: string; more: string[] },
): Promise<{ tenantId: string; setId: string; more: string[]; v: number }> {
  const grant = await findGrant(deps.database.db, given.tenantId, given.setId)
  return { ...given, v: grant?.version ?? 0 }
}
