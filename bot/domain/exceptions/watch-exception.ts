import type { Person } from '#platform/base/person.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import type { Queues } from '../queues.ts'
import { detailOf, endException, watchAt } from './end-exception.ts'
import { type Exception, isToldOf } from './exception.ts'
import { findException, noteTold } from './exceptions-store.ts'
import { remindAt } from './remind-at.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'people' | 'react'>

const nothing: Commit = async () => {}

/**
 * Reminds the owner once before the end, ends the exception at its time, and tells of an end that nobody made. If nothing ran
 * at that time, it happens at the next start, and the reminder is left out.
 */
export async function watchException(
  deps: Needs,
  { exceptionId }: Queues['exceptions.watch'],
): Promise<Commit> {
  const seen = await findException(deps.database.db, exceptionId)
  if (!seen) return nothing
  const readers = await readReaders(deps, seen)
  return async (tx) => {
    const exception = await findException(tx, exceptionId)
    if (!exception) return
    if (exception.ended) return tellOfEnd(deps, tx, exception, readers)
    const now = deps.clock()
    if (now >= exception.endsAt) {
      const ended = await endException(deps, tx, exception, { because: 'expired' })
      await deps.react.exceptionsChanged(tx, ended.tenantId)
      return tellOfEnd(deps, tx, ended, readers)
    }
    if (!exception.remindedAt && now >= remindAt(exception)) await remind(deps, tx, exception, readers)
    await watchAt(deps, tx, exceptionId, now < remindAt(exception) ? remindAt(exception) : exception.endsAt)
  }
}

/** The owner; the approvers of the tenant once the owner can't see it any more. Who can't be read gets the card later. */
async function readReaders({ people }: Needs, { owner, tenantId }: Exception): Promise<readonly Person[]> {
  const reading = await people.readRolesNow(owner)
  if (reading.notRead.length > 0 || isInScope(scopeOf(reading, 'viewer'), tenantId)) return [owner]
  return people.listWith('approver', [tenantId])
}

async function remind(deps: Needs, tx: Tx, exception: Exception, readers: readonly Person[]): Promise<void> {
  const at = deps.clock()
  await noteTold(tx, { ...exception, remindedAt: at })
  await note(tx, exception, 'exception.remind', at)
  await post(tx, 'exceptionReminder', exception, { readers, at })
}

async function tellOfEnd(
  deps: Needs,
  tx: Tx,
  exception: Exception,
  readers: readonly Person[],
): Promise<void> {
  if (!exception.ended || !isToldOf(exception.ended.because) || exception.toldAt) return
  const at = deps.clock()
  await noteTold(tx, { ...exception, toldAt: at })
  await deps.jobs.cancel(tx, 'exceptions.watch', exception.id)
  await post(tx, 'exceptionEnded', exception, { readers, at })
}

async function note(tx: Tx, exception: Exception, action: string, at: Date): Promise<void> {
  const { tenantId, setId } = exception
  const where = { tenantId, ...(setId !== '' && { setId }) }
  await append(tx, { at, actor: 'system', action, ...where, result: 'done', detail: detailOf(exception) })
}

async function post(
  tx: Tx,
  kind: 'exceptionReminder' | 'exceptionEnded',
  { id }: Exception,
  { readers, at }: { readers: readonly Person[]; at: Date },
): Promise<void> {
  const addresses = readers.map(({ tenantId, objectId }) => ({ person: { tenantId, objectId } }))
  await postCardOnce(tx, { subject: { kind, id }, addresses, dueAt: at })
}
