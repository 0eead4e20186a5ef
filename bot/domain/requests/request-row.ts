import type { Selectable } from 'kysely'
import { type Person, personKey } from '#platform/base/person.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Stored } from '#platform/storage/stored.ts'
import { referenceKey } from '../audit/ticket-reference.ts'
import type { RequestKind } from '../people/act-kinds.ts'
import type {
  Decision,
  Handover,
  OrderedException,
  Request,
  RequestOutcome,
  RequestSnapshot,
  RequestState,
} from './request.ts'

const openKey = ({ requester, hash }: Request): string => `${personKey(requester)} ${hash}`

/** The columns of a request that change. */
export function movingColumns(request: Request) {
  return {
    state: request.state,
    version: request.version,
    open_key: request.state === 'open' ? openKey(request) : null,
    reminded_at: request.remindedAt?.getTime() ?? null,
    ended_at: request.endedAt?.getTime() ?? null,
    decision_json: jsonOrNull(request.decision),
    handed_json: jsonOrNull(request.handed),
    outcome_json: jsonOrNull(request.outcome),
  }
}

export function requestColumns(request: Request) {
  return {
    id: request.id,
    code: request.code,
    kind: request.kind,
    set_id: request.setId ?? null,
    tenants_json: JSON.stringify(request.tenantIds),
    reason: request.reason,
    reference: request.reference ?? null,
    reference_key: request.reference === undefined ? null : referenceKey(request.reference),
    requester_key: personKey(request.requester),
    requester_json: JSON.stringify(request.requester),
    signer_json: jsonOrNull(request.signer),
    hash: request.hash,
    basis_json: JSON.stringify(request.snapshot),
    attention: request.snapshot.permissions.some(({ tier }) => tier === 0) ? 0 : 1,
    created_at: request.createdAt.getTime(),
    lapses_at: request.expiresAt.getTime(),
    ...movingColumns(request),
  }
}

export function requestFromRow(row: Selectable<Schema['requests']>): Request {
  const snapshot = JSON.parse(row.basis_json) as RequestSnapshot
  return {
    id: row.id,
    code: row.code,
    kind: row.kind as RequestKind,
    ...(row.set_id !== null && { setId: row.set_id }),
    tenantIds: JSON.parse(row.tenants_json) as string[],
    reason: row.reason,
    ...(row.reference !== null && { reference: row.reference }),
    requester: JSON.parse(row.requester_json) as Person,
    ...(row.signer_json !== null && { signer: JSON.parse(row.signer_json) as Person }),
    state: row.state as RequestState,
    version: row.version,
    hash: row.hash,
    snapshot,
    ...(snapshot.until !== undefined && { until: snapshot.until }),
    ...(snapshot.exception && { exception: orderedFrom(snapshot.exception) }),
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.lapses_at),
    ...(row.reminded_at !== null && { remindedAt: new Date(row.reminded_at) }),
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at) }),
    ...(row.decision_json !== null && { decision: JSON.parse(row.decision_json) as Decision }),
    ...(row.handed_json !== null && { handed: handoverFrom(row.handed_json) }),
    ...(row.outcome_json !== null && { outcome: JSON.parse(row.outcome_json) as RequestOutcome }),
  }
}

/** The findings are of the time of the snapshot. */
function orderedFrom({
  findings: _,
  ...ordered
}: NonNullable<RequestSnapshot['exception']>): OrderedException {
  return ordered
}

function handoverFrom(text: string): Handover {
  const stored = JSON.parse(text) as Stored<Handover>
  return { ...stored, at: new Date(stored.at) }
}

const jsonOrNull = (value: object | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value)
