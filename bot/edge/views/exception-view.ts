import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import { findException, listExceptions } from '#domain/exceptions/exceptions-store.ts'
import { readReader } from '#domain/people/read-reader.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { ExceptionData } from '../../../cards/exception-data.ts'
import { exceptionEventCard } from '../../../cards/exception-event.ts'
import { exceptionListCard } from '../../../cards/exception-list.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { type Actor, may } from '../teams/actions/actor.ts'
import { noRequirement } from './no-requirement.ts'
import { nameOf } from './people-names.ts'
import { findingData, setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

const pageSize = 5

/** Everything that is accepted in the tenants that the person can see, or in one of them. A page past the end is the last one. */
export async function showExceptions(
  deps: Deps,
  { actor, turn }: Viewer,
  { tenantId, page, notice }: { tenantId?: string | undefined; page: number; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const scope = tenantId === undefined ? scopeOf(actor, 'viewer') : [tenantId]
  const read = (at: number) => listExceptions(db, scope, { limit: pageSize, offset: (at - 1) * pageSize })
  const first = await read(page)
  const shown = Math.min(page, Math.max(1, Math.ceil(first.total / pageSize)))
  const { exceptions, total } = shown === page ? first : await read(shown)
  const requirements = await currentRequirements(deps, db)
  const rows = []
  for (const exception of exceptions)
    rows.push({
      ...(await exceptionData(deps, exception, requirements)),
      mayAct: turn.conversationKind !== 'personal' || mayChange(actor, exception),
    })
  return exceptionListCard({
    now: deps.clock(),
    ...(tenantId !== undefined && { tenant: await readTenantRef(deps, tenantId) }),
    rows,
    page: shown,
    pageSize,
    total,
    ...(notice && { notice }),
  })
}

const mayChange = (actor: Actor, { tenantId, owner, by }: Exception): boolean => {
  const isOwn = isSamePerson(actor, owner) || isSamePerson(actor, by)
  return may(actor, isOwn ? 'operator' : 'approver', tenantId)
}

/** Reminds of an exception, or tells of its end, where it was posted. @throws UserError if it may not be shown there */
export async function showExceptionEvent(deps: Deps, id: string, address: Address): Promise<Card> {
  const { db } = deps.database
  const exception = await findException(db, id)
  if (!exception || !('person' in address)) throw new UserError('EXCEPTION_UNKNOWN')
  const reading = await readReader(deps, address.person)
  const { tenantId, owner } = exception
  if (!isInScope(scopeOf(reading, 'viewer'), tenantId)) throw new UserError('EXCEPTION_UNKNOWN')
  return exceptionEventCard({
    now: deps.clock(),
    exception: await exceptionData(deps, exception, await currentRequirements(deps, db)),
    mayAct: isInScope(scopeOf(reading, 'operator'), tenantId),
    standsIn: !isSamePerson(address.person, owner),
  })
}

/** An exception with names instead of IDs. */
export async function exceptionData(
  deps: Deps,
  exception: Exception,
  requirements: readonly Requirement[],
): Promise<ExceptionData> {
  const { db } = deps.database
  const { id, version, tenantId, setId, finding, reason, approval, acceptedAt, endsAt, ended } = exception
  const set = deps.catalog.sets.find((each) => each.id === setId)
  const requirement = requirements.find((each) => each.setId === setId) ?? noRequirement
  return {
    ...{ id, version, reason, acceptedAt, endsAt },
    tenant: await readTenantRef(deps, tenantId),
    ...(setId !== '' && { set: set ? setRef(set) : { id: setId, name: setId } }),
    finding: findingData(finding, requirement),
    owner: { name: await nameOf(db, exception.owner) },
    by: { name: await nameOf(db, exception.by) },
    ...(approval && { approvedBy: { name: await nameOf(db, approval.by) } }),
    ...(ended && { ended: { because: ended.because, ...(ended.by && { by: ended.by }) } }),
  }
}
