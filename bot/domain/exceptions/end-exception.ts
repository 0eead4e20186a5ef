import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { assertMay } from '../people/assert-may.ts'
import { enqueue } from '../queues.ts'
import { type Exception, type ExceptionEnd, isToldOf } from './exception.ts'
import { exceptionEvent } from './exception-event.ts'
import { getException, listLiveExceptions, updateException } from './exceptions-store.ts'

type Needs = Pick<Deps, 'clock' | 'jobs'>

interface Withdrawal {
  exceptionId: string
  /** Version on the card the person saw. */
  version: number
  by: Person
}

/**
 * Ends an exception before its time: its owner, who accepted it, or any approver. What it hid counts again at once.
 * @throws UserError EXCEPTION_UNKNOWN, EXCEPTION_ENDED, CARD_OUTDATED, and as `assertMay`
 */
export async function withdrawException(
  deps: Needs & Pick<Deps, 'database' | 'people' | 'react'>,
  { exceptionId, version, by }: Withdrawal,
): Promise<void> {
  const rolesNow = await deps.people.readRolesNow(by)
  await deps.database.transaction(async (tx) => {
    const exception = await getException(tx, exceptionId)
    const isOwn = isSamePerson(by, exception.owner) || isSamePerson(by, exception.by)
    assertMay(rolesNow, isOwn ? 'operator' : 'approver', [exception.tenantId])
    if (exception.ended) throw new UserError('EXCEPTION_ENDED')
    if (exception.version !== version) throw new UserError('CARD_OUTDATED')
    await endException(deps, tx, exception, { because: 'withdrawn', by })
    await deps.react.exceptionsChanged(tx, exception.tenantId)
  })
}

/** In the caller's transaction. The caller then settles the tenant. */
export async function endException(
  deps: Needs,
  tx: Tx,
  exception: Exception,
  { because, by }: { because: ExceptionEnd; by?: Person },
): Promise<Exception> {
  const at = deps.clock()
  const ended = { at, because, ...(by && { by: plainPerson(by) }) }
  const next = await updateException(tx, { ...exception, ended })
  noteEvent(tx, exceptionEvent(next, at))
  const { id, tenantId, setId } = next
  if (isToldOf(because)) await watchAt(deps, tx, id, at)
  else await deps.jobs.cancel(tx, 'exceptions.watch', id)
  await append(tx, {
    at,
    actor: by ? plainPerson(by) : 'system',
    action: because === 'withdrawn' ? 'exception.withdraw' : 'exception.end',
    tenantId,
    ...(setId !== '' && { setId }),
    result: 'done',
    reason: `EXCEPTION_${because.toUpperCase()}`,
    detail: detailOf(next),
  })
  return next
}

/** The tenant was removed: its facts must be read and decided about again when it returns. */
export async function endExceptionsOfTenant(
  deps: Needs,
  tx: Tx,
  tenantId: string,
  by: Person,
): Promise<void> {
  for (const exception of await listLiveExceptions(tx, tenantId))
    await endException(deps, tx, exception, { because: 'removed', by })
}

/** What the history keeps of an exception. */
export const detailOf = ({ id, finding, owner, endsAt }: Exception) => ({
  exception: id,
  code: finding.code,
  ...(finding.permissions && { permissions: finding.permissions }),
  ...(finding.facts && { facts: finding.facts }),
  owner: owner.name,
  endsAt,
})

export function watchAt(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  exceptionId: string,
  runAt: Date,
): Promise<void> {
  return enqueue(jobs, tx, { queue: 'exceptions.watch', key: exceptionId, data: { exceptionId }, runAt })
}
