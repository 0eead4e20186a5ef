import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertRole, assertStillMay } from '../people/assert-may.ts'
import { type AdvanceNotice, advanceNoticeSubject } from './advance-notice.ts'
import { findNotice, insertAcknowledgement, updateNotice } from './advance-notices-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people'>

/** A person has read it. Twice is harmless. @throws UserError NOTICE_UNKNOWN, NOTICE_ENDED, ROLE_MISSING */
export async function acknowledgeNotice(
  deps: Needs,
  { noticeId, by }: { noticeId: number; by: Person },
): Promise<void> {
  assertRole(await deps.people.readRolesNow(by), 'operator')
  await deps.database.transaction(async (tx) => {
    const notice = await findNotice(tx, noticeId)
    assertOpen(notice)
    const at = deps.clock()
    if (!(await insertAcknowledgement(tx, noticeId, { by: plainPerson(by), at }))) return
    await refreshCards(tx, advanceNoticeSubject(notice), at)
    const { setId } = notice
    const detail = { id: noticeId }
    await append(tx, { at, actor: by, action: 'notice.acknowledge', setId, result: 'done', detail })
  })
}

/** Takes a notice back before its day. @throws UserError NOTICE_UNKNOWN, NOTICE_ENDED, CARD_OUTDATED, as `assertStillMay` */
export async function withdrawNotice(
  deps: Needs,
  { noticeId, version, by }: { noticeId: number; version: number; by: Person },
): Promise<void> {
  await assertStillMay(deps, by, 'approver', 'all')
  await deps.database.transaction(async (tx) => {
    const notice = await findNotice(tx, noticeId)
    assertOpen(notice)
    if (notice.version !== version) throw new UserError('CARD_OUTDATED')
    const at = deps.clock()
    const ended = { ...notice, state: 'withdrawn', version: version + 1, endedAt: at } as const
    if (!(await updateNotice(tx, notice, { ...ended, endedBy: plainPerson(by) })))
      throw new UserError('CARD_OUTDATED')
    await refreshCards(tx, advanceNoticeSubject(notice), at, { urgent: true })
    const { setId, day } = notice
    const detail = { id: noticeId, to: 'withdrawn', day }
    await append(tx, { at, actor: by, action: 'notice.withdraw', setId, result: 'done', detail })
  })
}

function assertOpen(notice: AdvanceNotice | undefined): asserts notice is AdvanceNotice {
  if (!notice || notice.state === 'draft') throw new UserError('NOTICE_UNKNOWN')
  if (notice.state !== 'open') throw new UserError('NOTICE_ENDED', { day: notice.day })
}
