import { z } from 'zod'

/** The fields of an entry that are replayed; `detail` as stored. */
interface ReplayEntry {
  action: string
  tenantId?: string
  setId?: string
  result: string
  detail?: unknown
}

/** States by ID, rebuilt from the history. Removed tenants and their grants are absent. */
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
  /** Of an alert. */
  state: z.string().optional().catch(undefined),
  sets: z.record(z.string(), z.string()).optional().catch(undefined),
  /** Of a request. */
  id,
  alert: id,
})
type ReplayDetail = z.output<typeof detailSchema>
type Replayer = (states: Replayed, entry: ReplayEntry, detail: ReplayDetail) => void

/** By the first word of the action; all other actions change no state. */
const replayers: Readonly<Record<string, Replayer>> = {
  tenant: replayTenant,
  grant: replayGrant,
  consent: replayGrant,
  setting: replayGrant,
  request: ({ requests }, _entry, { id, to }) => note(requests, id, to),
  alert: ({ alerts }, _entry, { alert, state }) => note(alerts, alert, state),
}

export const nothingYet = (): Replayed => ({
  tenants: new Map(),
  grants: new Map(),
  requests: new Map(),
  alerts: new Map(),
})

/** Rebuilds the states from the history alone, in the order of the chain. */
export function replay(entries: Iterable<ReplayEntry>): Replayed {
  const states = nothingYet()
  for (const entry of entries) replayEntry(states, entry)
  return states
}

/** Applies one entry. Refused actions changed nothing. */
export function replayEntry(states: Replayed, entry: ReplayEntry): void {
  if (entry.result === 'refused') return
  const parsed = detailSchema.safeParse(entry.detail)
  const kind = entry.action.split('.', 1)[0] ?? ''
  if (Object.hasOwn(replayers, kind)) replayers[kind]?.(states, entry, parsed.data ?? {})
}

function replayTenant(states: Replayed, { action, tenantId }: ReplayEntry, { to, sets }: ReplayDetail): void {
  if (!tenantId) return
  if (action === 'tenant.remove') {
    states.tenants.delete(tenantId)
    states.grants.delete(tenantId)
    return
  }
  note(states.tenants, tenantId, to)
  noteGrants(states, tenantId, sets)
}

function replayGrant(states: Replayed, { tenantId, setId }: ReplayEntry, { to, sets }: ReplayDetail): void {
  if (tenantId) noteGrants(states, tenantId, setId && to ? { [setId]: to } : sets)
}

function noteGrants(
  { grants }: Replayed,
  tenantId: string,
  sets: Readonly<Record<string, string>> = {},
): void {
  const known = grants.get(tenantId) ?? new Map<string, string>()
  for (const [setId, status] of Object.entries(sets)) known.set(setId, status)
  if (known.size > 0) grants.set(tenantId, known)
}

function note(states: Map<string, string>, key: string | undefined, to: string | undefined): void {
  if (key !== undefined && to !== undefined) states.set(key, to)
}
