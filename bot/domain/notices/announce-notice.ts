import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import type { PostedMessage } from '#platform/outbox/posted-cards-store.ts'
import { placeCard } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { severityOf } from '../alerts/alert.ts'
import { postToSubscribers } from '../alerts/post-to-subscribers.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { enqueue } from '../queues.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { differenceOf } from '../requirements/difference.ts'
import { type AdvanceNotice, advanceNoticeSubject } from './advance-notice.ts'
import { findNotice, findOpenNotice, listConcerned, updateNotice } from './advance-notices-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people' | 'jobs' | 'catalog' | 'clientIds' | 'rules'>

/**
 * Announces a planned notice exactly as it was shown: posts it to every conversation subscribed to one of its tenants, and
 * compares it with the real list on its day. Changes no status.
 * @throws UserError CARD_OUTDATED if the plan, or the list of today, isn't what was shown; NOTICE_EXISTS, NOTICE_DAY
 */
export async function announceNotice(
  deps: Needs,
  {
    noticeId,
    version,
    by,
    card,
  }: { noticeId: number; version: number; by: Person; card?: PostedMessage | undefined },
): Promise<AdvanceNotice> {
  await assertStillMay(deps, by, 'approver', 'all')
  return deps.database.transaction(async (tx) => {
    const draft = await findNotice(tx, noticeId)
    if (!draft || draft.version !== version || draft.state !== 'draft' || !isSamePerson(draft.by, by))
      throw new UserError('CARD_OUTDATED')
    const { setId, startsAt, day } = draft
    const open = await findOpenNotice(tx, setId)
    if (open) throw new UserError('NOTICE_EXISTS', { day: open.day, by: open.by.name })
    const at = deps.clock()
    if (startsAt <= at) throw new UserError('NOTICE_DAY', { problem: 'past', text: day })
    const today = await getRequirement(deps, tx, setId)
    if (today.version !== draft.beforeVersion) throw new UserError('CARD_OUTDATED')
    const notice: AdvanceNotice = { ...draft, state: 'open', version: version + 1, madeAt: at }
    if (!(await updateNotice(tx, draft, notice))) throw new UserError('CARD_OUTDATED')
    await judgeNoticeAt(deps, tx, notice, startsAt)
    await postNotice(deps, tx, notice, { subject: advanceNoticeSubject(notice), card })
    const detail = { id: noticeId, day, ...changesOf(notice) }
    const entry = { at, actor: by, action: 'notice.announce', setId, reason: notice.reason } as const
    await append(tx, { ...entry, result: 'done', detail })
    return notice
  })
}

/** To every conversation subscribed to one of its tenants, and to whoever announced it: on the clicked card, if there is one. */
export async function postNotice(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  { setId, by }: AdvanceNotice,
  { subject, card }: { subject: Subject; card?: PostedMessage | undefined },
): Promise<void> {
  const tenantIds = await listConcerned(tx, setId, 'all')
  await placeCard(tx, { subject, address: { person: by }, card, dueAt: deps.clock() })
  await postToSubscribers(deps, tx, { subject, setId, tenantIds, severity: severityOf.permissionsNew })
}

/** Replaces the comparison that is still waiting. */
export function judgeNoticeAt(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  { id: noticeId }: Pick<AdvanceNotice, 'id'>,
  runAt: Date,
): Promise<void> {
  return enqueue(jobs, tx, { queue: 'notice.judge', key: `${noticeId}`, data: { noticeId }, runAt })
}

/** For the history: names of what is announced to be added and removed. */
function changesOf({ before, list }: Pick<AdvanceNotice, 'before' | 'list'>) {
  const { added, removed } = differenceOf(before, list)
  return { added: added.map(({ value }) => value), removed: removed.map(({ value }) => value) }
}
