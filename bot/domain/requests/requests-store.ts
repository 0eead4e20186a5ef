import type { SelectQueryBuilder } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import { type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { referenceKey } from '../audit/ticket-reference.ts'
import { hasLinks, requestKinds } from '../people/act-kinds.ts'
import type { Request } from './request.ts'
import { movingColumns, requestColumns, requestFromRow } from './request-row.ts'

/** Adds the request, or returns the open one of the same person with the same hash. */
export async function insertRequest(db: Db, request: Request): Promise<Request> {
  const values = requestColumns(request)
  await db
    .insertInto('requests')
    .values(values)
    .onConflict((conflict) => conflict.column('open_key').doNothing())
    .execute()
  const row = await db
    .selectFrom('requests')
    .selectAll()
    .where('open_key', '=', values.open_key)
    .executeTakeFirstOrThrow()
  return requestFromRow(row)
}

export async function findRequest(db: Db, id: string): Promise<Request | undefined> {
  const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst()
  return row && requestFromRow(row)
}

/** @throws UserError REQUEST_UNKNOWN */
export async function getRequest(db: Db, id: string): Promise<Request> {
  const request = await findRequest(db, id)
  if (!request) throw new UserError('REQUEST_UNKNOWN')
  return request
}

/** Stores the request if the stored one still has the version and state of `before`; otherwise returns false. */
export async function updateRequest(
  db: Db,
  before: Pick<Request, 'version' | 'state'>,
  request: Request,
): Promise<boolean> {
  const result = await db
    .updateTable('requests')
    .set(movingColumns(request))
    .where('id', '=', request.id)
    .where('version', '=', before.version)
    .where('state', '=', before.state)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function listOpenRequests(db: Db): Promise<Request[]> {
  const rows = await db.selectFrom('requests').selectAll().where('state', '=', 'open').orderBy('id').execute()
  return rows.map(requestFromRow)
}

/** Number of requests of this person that are open, or that they withdrew after `since`. */
export async function countRequestsOf(
  db: Db,
  person: Pick<Person, 'tenantId' | 'objectId'>,
  since: Date,
): Promise<number> {
  const { count } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('requester_key', '=', personKey(person))
    .where((eb) =>
      eb.or([
        eb('state', '=', 'open'),
        eb.and([eb('state', '=', 'withdrawn'), eb('ended_at', '>', since.getTime())]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return count
}

/** Requests for grants or moves of a set that were approved since: their links can still be open. */
export async function listApprovedGrants(db: Db, setId: string, since: Date): Promise<Request[]> {
  const rows = await db
    .selectFrom('requests')
    .selectAll()
    .where('state', '=', 'approved')
    .where('kind', 'in', requestKinds.filter(hasLinks))
    .where('set_id', '=', setId)
    .where('ended_at', '>=', since.getTime())
    .orderBy('id')
    .execute()
  return rows.map(requestFromRow)
}

/**
 * `mine`, `others`: open requests of this person or of all others. `ended`, and those of a `reference`, open or not: newest
 * first; the rest: most urgent first.
 */
export type RequestFilter =
  | { show: 'mine' | 'others'; person: Pick<Person, 'tenantId' | 'objectId'> }
  | { show: 'open' }
  | { show: 'ended'; since: Date }
  | { show: 'reference'; reference: string }

/** One page, and the number of matching requests on all pages. */
export async function listRequests(
  db: Db,
  filter: RequestFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ requests: Request[]; total: number }> {
  const matching = matchingRequests(db, filter)
  const counted = await matching
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await inOrder(matching.selectAll(), filter.show).limit(limit).offset(offset).execute()
  return { requests: rows.map(requestFromRow), total: counted.count }
}

function inOrder<O>(query: SelectQueryBuilder<Schema, 'requests', O>, show: RequestFilter['show']) {
  if (show === 'ended') return query.orderBy('ended_at', 'desc').orderBy('id')
  if (show === 'reference') return query.orderBy('created_at', 'desc').orderBy('id')
  return query.orderBy('attention').orderBy('lapses_at').orderBy('id')
}

function matchingRequests(db: Db, filter: RequestFilter) {
  const all = db.selectFrom('requests')
  if (filter.show === 'reference') return all.where('reference_key', '=', referenceKey(filter.reference))
  if (filter.show === 'ended') {
    return all.where('state', '!=', 'open').where('ended_at', '>=', filter.since.getTime())
  }
  const open = all.where('state', '=', 'open')
  if (filter.show === 'open') return open
  return open.where('requester_key', filter.show === 'mine' ? '=' : '!=', personKey(filter.person))
}

/** Records that a request released a consent. */
export async function insertRequestConsent(db: Db, requestId: string, consentId: string): Promise<void> {
  await db.insertInto('request_consents').values({ request_id: requestId, consent_id: consentId }).execute()
}

export async function listConsentsOf(db: Db, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('request_consents')
    .select('consent_id')
    .where('request_id', '=', requestId)
    .orderBy('consent_id')
    .execute()
  return rows.map((row) => row.consent_id)
}

/** The request that released this consent, if one did. */
export async function findRequestOfConsent(db: Db, consentId: string): Promise<Request | undefined> {
  const row = await db
    .selectFrom('requests')
    .innerJoin('request_consents', 'request_consents.request_id', 'requests.id')
    .selectAll('requests')
    .where('request_consents.consent_id', '=', consentId)
    .executeTakeFirst()
  return row && requestFromRow(row)
}
