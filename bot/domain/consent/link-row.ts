import type { Selectable } from 'kysely'
import type { Schema } from '#platform/storage/schema.ts'
import {
  type CallbackReport,
  type ConsentLink,
  deadlineOf,
  hasEnded,
  type LinkKind,
  type LinkPhase,
} from './consent.ts'

/** The columns of a link that can change. */
export function linkColumns(link: ConsentLink) {
  return {
    tenant_id: link.tenantId,
    kind: link.kind,
    client_id: link.clientId,
    requirement_json: JSON.stringify(link.requirement),
    step: link.step,
    phase: link.phase,
    ended: hasEnded(link.phase) ? 1 : 0,
    version: link.version,
    token_hash: link.tokenHash,
    state_hash: link.stateHash ?? null,
    cookie_hash: link.cookieHash ?? null,
    times_json: JSON.stringify(link.times),
    report_json: link.report ? JSON.stringify(link.report) : null,
    reads: link.reads,
    expires_at: deadlineOf(link).getTime(),
    open_until: link.openUntil.getTime(),
  }
}

export function linkFromRow(row: Selectable<Schema['consent_links']>): ConsentLink {
  return {
    id: row.id,
    consentId: row.consent_id,
    tenantId: row.tenant_id,
    kind: row.kind as LinkKind,
    clientId: row.client_id,
    requirement: JSON.parse(row.requirement_json) as ConsentLink['requirement'],
    step: row.step,
    phase: row.phase as LinkPhase,
    version: row.version,
    tokenHash: row.token_hash,
    ...(row.state_hash === null ? {} : { stateHash: row.state_hash }),
    ...(row.cookie_hash === null ? {} : { cookieHash: row.cookie_hash }),
    times: timesFromJson(row.times_json),
    ...(row.report_json === null ? {} : { report: JSON.parse(row.report_json) as CallbackReport }),
    reads: row.reads,
    openUntil: new Date(row.open_until ?? row.expires_at),
    ...(row.open_until !== null &&
      row.open_until !== row.expires_at && { returnUntil: new Date(row.expires_at) }),
  }
}

function timesFromJson(text: string): ConsentLink['times'] {
  const times = Object.entries(JSON.parse(text) as Record<string, string>)
  return Object.fromEntries(times.map(([phase, at]) => [phase, new Date(at)]))
}
