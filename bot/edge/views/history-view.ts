import { z } from 'zod'
import { list } from '#domain/audit/audit-store.ts'
import { type AuditEntry, referenceOf } from '#domain/audit/stored-entry.ts'
import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { historyCard } from '../../../cards/history.ts'
import type { HistoryRow } from '../../../cards/history-groups.ts'
import type { Card } from '../../../cards/render.ts'
import type { HistoryArea, HistoryWho } from '../../../cards/words/codes.ts'
import { setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'

const pageSize = 10

/** Prefixes of the actions that belong to a filter of the card. */
const areasOf: Readonly<Record<HistoryArea, readonly string[]>> = {
  all: [],
  grants: ['grant', 'consent', 'requirement', 'campaign'],
  requests: ['request', 'requests'],
  alerts: ['alert', 'alerts'],
  tenants: ['tenant', 'baseline', 'sync'],
}

interface HistoryQuestion {
  tenantId?: string
  setId?: string
  before?: number
  scope: Scope
  mayExport: boolean
  who?: HistoryWho
  area?: HistoryArea
  reference?: string | undefined
  /** Object ID for the filter `mine`. */
  askedBy: string
}

/** One page of audit entries. A removed tenant keeps its name, a set that left the catalog its ID. */
export async function showHistory(deps: Deps, question: HistoryQuestion): Promise<Card> {
  const { tenantId, setId, before, scope, reference, mayExport, askedBy } = question
  const { who = 'anybody', area = 'all' } = question
  const limit = pageSize + 1
  const actorId = who === 'mine' ? askedBy : who === 'system' ? 'system' : undefined
  const subject = { tenantId, setId, ...(reference !== undefined && { reference }) }
  const about = { ...subject, beforeId: before, limit, scope, actorId, areas: areasOf[area] }
  const entries = await list(deps.database.db, about)
  const shown = entries.slice(0, pageSize)
  const rows: HistoryRow[] = []
  for (const entry of shown) rows.push(await row(deps, entry))
  return historyCard({
    now: deps.clock(),
    tenant: tenantId ? await readTenantRef(deps, tenantId) : undefined,
    set: setOf(deps, setId),
    rows,
    nextBefore: entries.length > pageSize ? shown.at(-1)?.id : undefined,
    older: before !== undefined,
    who,
    area,
    ...(reference !== undefined && { reference }),
    mayExport,
  })
}

async function row(deps: Deps, entry: AuditEntry): Promise<HistoryRow> {
  const { at, actor, action, tenantId, setId, result, reason, detail } = entry
  return {
    at,
    by: actor === 'system' ? undefined : { name: actor.name },
    action,
    tenant: tenantId ? await readTenantRef(deps, tenantId) : undefined,
    set: setOf(deps, setId),
    result,
    reason,
    change: changeOf(detail),
    approval: approvalOf(detail),
    reference: referenceOf(detail),
    until: untilOf(detail),
  }
}

const change = z.object({ from: z.string(), to: z.string() })

/** The old and the new status, if the entry has them. */
const changeOf = (detail: unknown) => change.safeParse(detail).data

const ends = z.object({ until: z.iso.datetime() })

/** Of access for a time: its end. */
function untilOf(detail: unknown): Date | undefined {
  const found = ends.safeParse(detail).data
  return found && new Date(found.until)
}

const approved = z.object({ request: z.string(), approvedBy: z.object({ name: z.string() }) })

/** The approver and the request. */
function approvalOf(detail: unknown): HistoryRow['approval'] {
  const found = approved.safeParse(detail).data
  return found && { by: found.approvedBy.name, code: found.request }
}

function setOf(deps: Deps, setId: string | undefined): { id: string; name: string } | undefined {
  if (setId === undefined) return undefined
  const set = deps.catalog.sets.find((each) => each.id === setId)
  return set ? setRef(set) : { id: setId, name: setId }
}
