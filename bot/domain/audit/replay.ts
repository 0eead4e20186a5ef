import { z } from 'zod'

/** What an entry must have to be replayed; `detail` is what was stored. */
interface ReplayEntry {
  action: string
  tenantId?: string
  setId?: string
  result: string
  detail?: unknown
}

/** What the history says is so: states by id. A removed tenant is absent, and so are its grants. */
export interface Replayed {
  tenants: Map<string, string>
  /** By tenant, then by set. */
  grants: Map<string, Map<string, string>>
  requests: Map<string, string>
  alerts: Map<string, string>
}

const id = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined)
const detailSchema = z.object({
  to: z.string().optional().catch(undefined),
  /** Of an alert: its state as a whole. */
  state: z.string().optional().catch(undefined),
  sets: z.record(z.string(), z.string()).optional().catch(undefined),
  /** Of a request. */
  id,
  alert: id,
})
type ReplayDetail = z.output<typeof detailSchema>
type Replayer = (so: Replayed, entry: ReplayEntry, detail: ReplayDetail) => void

/** By the first word of the action. A kind of entry that is not here changes no state. */
const replayers: Readonly<Record<string, Replayer>> = {
  tenant: replayTenant,
  grant: replayGrant,
  consent: replayGrant,
  request: (so, _entry, { id, to }) => note(so.requests, id, to),
  alert: (so, _entry, { alert, state }) => note(so.alerts, alert, state),
}

export const nothingYet = (): Replayed => ({
  tenants: new Map(),
  grants: new Map(),
  requests: new Map(),
  alerts: new Map(),
})

/** Builds the states from nothing but the history, in the order of the chain. */
export function replay(entries: Iterable<ReplayEntry>): Replayed {
  const so = nothingYet()
  for (const entry of entries) replayEntry(so, entry)
  return so
}

/** One entry more. A refused act changed nothing, whatever its entry says. */
export function replayEntry(so: Replayed, entry: ReplayEntry): void {
  if (entry.result === 'refused') return
  const parsed = detailSchema.safeParse(entry.detail)
  const kind = entry.action.split('.', 1)[0] ?? ''
  if (Object.hasOwn(replayers, kind)) replayers[kind]?.(so, entry, parsed.data ?? {})
}

function replayTenant(so: Replayed, { action, tenantId }: ReplayEntry, { to, sets }: ReplayDetail): void {
  if (!tenantId) return
  if (action === 'tenant.remove') {
    so.tenants.delete(tenantId)
    so.grants.delete(tenantId)
    return
  }
  note(so.tenants, tenantId, to)
  noteGrants(so, tenantId, sets)
}

function replayGrant(so: Replayed, { tenantId, setId }: ReplayEntry, { to, sets }: ReplayDetail): void {
  if (!tenantId) return
  noteGrants(so, tenantId, setId && to ? { [setId]: to } : sets)
}

function noteGrants(so: Replayed, tenantId: string, sets: Readonly<Record<string, string>> = {}): void {
  const known = so.grants.get(tenantId) ?? new Map<string, string>()
  for (const [setId, status] of Object.entries(sets)) known.set(setId, status)
  if (known.size > 0) so.grants.set(tenantId, known)
}

function note(states: Map<string, string>, key: string | undefined, to: string | undefined): void {
  if (key !== undefined && to !== undefined) states.set(key, to)
}
