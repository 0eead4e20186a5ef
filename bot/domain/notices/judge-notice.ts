import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { differenceOf } from '../requirements/difference.ts'
import { type RefreshDeps, refreshRequirements } from '../requirements/refresh-requirements.ts'
import { type AdvanceNotice, advanceNoticeSubject, noticeEndSubject } from './advance-notice.ts'
import { findNotice, findOpenNotice, updateNotice } from './advance-notices-store.ts'
import { judgeNoticeAt, postNotice } from './announce-notice.ts'

type Verdict = 'wait' | 'fulfilled' | 'void'

/**
 * Compares the announced list with the real one. Pure. Equal: fulfilled, also before the day. Before the day, another list
 * decides nothing; from its start on, a list that is neither the announced one nor that of before is another change. If none
 * came by its end, the notice was wrong.
 */
export function judgeNotice(
  notice: AdvanceNotice,
  { version }: Pick<Requirement, 'version'>,
  now: Date,
): Verdict {
  if (version === notice.listVersion) return 'fulfilled'
  if (now < notice.startsAt) return 'wait'
  if (version !== notice.beforeVersion) return 'void'
  return now < notice.endsAt ? 'wait' : 'void'
}

/** The list of a set has changed: its notice is fulfilled or void, or its card says how today's list differs. */
export async function noticeListChanged(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  after: Requirement,
): Promise<void> {
  const notice = await findOpenNotice(tx, after.setId)
  if (!notice) return
  const verdict = judgeNotice(notice, after, deps.clock())
  if (verdict !== 'wait') await endJudged(deps, tx, notice, verdict, after)
  else await refreshCards(tx, advanceNoticeSubject(notice), deps.clock())
}

/** How long a list that can't be read now is waited for before the next try. */
const againMs = hours(1)

/**
 * On the day of a notice, and again at its end: reads the registrations and compares. While the list can't be read, nothing is
 * decided.
 */
export async function judgeNoticeDue(
  deps: RefreshDeps & Pick<Deps, 'jobs'>,
  { noticeId }: { noticeId: number },
): Promise<Commit> {
  const known = await findNotice(deps.database.db, noticeId)
  if (known?.state !== 'open') return async () => {}
  const commit = await refreshRequirements(deps)
  return async (tx) => {
    // What it finds changed ends the notice by itself.
    await commit(tx)
    const notice = await findNotice(tx, noticeId)
    if (notice?.state !== 'open') return
    const now = deps.clock()
    const requirement = await getRequirement(deps, tx, notice.setId)
    const isRead =
      deps.rules.requirementsFrom === 'catalog' || (requirement.readAt ?? notice.madeAt) >= notice.startsAt
    const verdict = isRead ? judgeNotice(notice, requirement, now) : 'wait'
    if (verdict !== 'wait') await endJudged(deps, tx, notice, verdict, requirement)
    else await judgeNoticeAt(deps, tx, notice, isRead ? notice.endsAt : later(now, againMs))
  }
}

async function endJudged(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  notice: AdvanceNotice,
  state: 'fulfilled' | 'void',
  { permissions: found }: Requirement,
): Promise<void> {
  const at = deps.clock()
  const ended = { ...notice, state, found, version: notice.version + 1, endedAt: at }
  if (!(await updateNotice(tx, notice, ended))) return
  await refreshCards(tx, advanceNoticeSubject(ended), at, { urgent: true })
  // Whoever relied on it must hear of it; what is fulfilled is told by its campaign.
  if (state === 'void') await postNotice(deps, tx, ended, { subject: noticeEndSubject(ended) })
  const { added, removed } = differenceOf(notice.list, found)
  const detail = {
    id: notice.id,
    to: state,
    day: notice.day,
    ...(state === 'fulfilled' && at < notice.startsAt && { early: true }),
    ...(state === 'void' && {
      added: added.map(({ value }) => value),
      removed: removed.map(({ value }) => value),
    }),
  }
  const { setId } = notice
  await append(tx, { at, actor: 'system', action: 'notice.end', setId, result: 'done', detail })
}
