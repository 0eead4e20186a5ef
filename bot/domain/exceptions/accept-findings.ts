import { type Approval, approvalDetail, type Person, plainPerson } from '#platform/base/person.ts'
import { randomToken } from '#platform/base/secret-token.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertReason } from '#platform/text/reason.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { assertEnd, assertOwner } from './assert-terms.ts'
import { detailOf, endException, watchAt } from './end-exception.ts'
import type { Exception, ExceptionTerms } from './exception.ts'
import { exceptionEvent } from './exception-event.ts'
import { insertException, listLiveExceptions } from './exceptions-store.ts'
import { type AcceptedPlace, type FoundFinding, findAcceptable, riskOf } from './find-acceptable.ts'
import { remindAt } from './remind-at.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'random' | 'jobs' | 'react' | 'catalog' | 'clientIds'>

export interface AcceptOrder extends AcceptedPlace {
  terms: ExceptionTerms
  reason: string
  by: Person
}

/**
 * Accepts findings until a date, if one person is enough for it.
 * @throws UserError REASON_TOO_SHORT, DATE_PAST, DATE_TOO_LATE, EXCEPTION_OWNER_UNFIT, FINDING_GONE, APPROVAL_NEEDED, and as `assertStillMay`
 */
export async function acceptFindings(
  deps: Needs & Pick<Deps, 'database' | 'people'>,
  order: AcceptOrder,
): Promise<void> {
  const reason = assertReason(order.reason)
  const { tenantId, terms } = order
  const { roles } = await assertStillMay(deps, order.by, 'approver', [tenantId])
  assertEnd(deps, terms.endsAt)
  await assertOwner(deps, { tenantId, owner: terms.owner, by: order.by })
  await deps.database.transaction(async (tx) => {
    const found = await findAcceptable(tx, order)
    const risk = await riskOf(deps, tx, found)
    const by = { ...plainPerson(order.by), roles }
    const { setId } = order
    await assertMayAlone(deps, tx, { kind: 'except', by, tenantIds: [tenantId], setId, ...risk })
    await acceptFindingsIn(deps, tx, { ...order, reason })
  })
}

/** In the caller's transaction; the caller has checked reason, owner, and the right to do it. @throws UserError DATE_PAST, FINDING_GONE */
export async function acceptFindingsIn(
  deps: Needs,
  tx: Tx,
  order: AcceptOrder & { approval?: Approval },
): Promise<void> {
  assertEnd(deps, order.terms.endsAt)
  const found = await findAcceptable(tx, order)
  for (const each of found) await acceptOne(deps, tx, order, each)
  await deps.react.exceptionsChanged(tx, order.tenantId)
}

async function acceptOne(
  deps: Needs,
  tx: Tx,
  { tenantId, terms, reason, by, approval }: AcceptOrder & { approval?: Approval },
  { setId, finding, hash }: FoundFinding,
): Promise<void> {
  const at = deps.clock()
  const live = await listLiveExceptions(tx, tenantId)
  const known = live.find((each) => each.setId === setId && each.factsHash === hash)
  if (known) await endException(deps, tx, known, { because: 'renewed', by })
  const exception: Exception = {
    id: randomToken(deps.random),
    ...{ tenantId, setId, factsHash: hash, finding, reason },
    owner: plainPerson(terms.owner),
    by: plainPerson(by),
    ...(approval && { approval }),
    version: 1,
    acceptedAt: at,
    endsAt: terms.endsAt,
  }
  await insertException(tx, exception)
  noteEvent(tx, exceptionEvent(exception, at))
  await watchAt(deps, tx, exception.id, remindAt(exception))
  await append(tx, {
    at,
    actor: plainPerson(by),
    action: 'exception.accept',
    tenantId,
    ...(setId !== '' && { setId }),
    result: 'done',
    reason,
    detail: { ...detailOf(exception), ...approvalDetail(approval) },
  })
}
