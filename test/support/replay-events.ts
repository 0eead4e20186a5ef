import { answerAccess } from '#domain/access/answer-access.ts'
import { eventSubjectOf, eventTypes, type StoredEvent } from '#domain/events/event.ts'
import { listEventsAfter } from '#domain/events/events-store.ts'
import type { HandlerDeps } from '#edge/views/handler-deps.ts'
import { demo } from '../../emulator/demo-world.ts'

/** What a receiver knows of one set in one tenant. */
export interface Known {
  allowed: boolean
  until?: string | undefined
  status: string
}

const unknown: Known = { allowed: false, status: 'notGranted' }

/**
 * Takes every event from the first one on, as a receiver does. @throws Error for a gap, a number that comes twice, and an event
 * that says what was said before
 */
export function replay(events: readonly StoredEvent[]): Map<string, Known> {
  const known = new Map<string, Known>()
  const last = new Map<string, number>()
  for (const [index, event] of events.entries()) {
    const subject = eventSubjectOf(event)
    const { position, sequence, type } = event
    if (position !== index + 1) throw new Error(`Position ${position} at ${index}`)
    if (sequence !== (last.get(subject) ?? 0) + 1) throw new Error(`${subject}: ${sequence} is out of order`)
    last.set(subject, sequence)
    const before = known.get(subject) ?? unknown
    const after = nextOf(event, before)
    if (!after) continue
    if (JSON.stringify(after) === JSON.stringify(before))
      throw new Error(`${subject}: ${type} tells nothing new`)
    known.set(subject, after)
  }
  return known
}

function nextOf({ type, data }: StoredEvent, before: Known): Known | undefined {
  const said = data as { allowed: boolean; until?: string; status: string; previousStatus?: string }
  if (type === eventTypes.access) {
    const { allowed, until } = said
    return { allowed, ...(until && { until }), status: before.status }
  }
  if (type !== eventTypes.status) return undefined
  if (said.previousStatus !== before.status)
    throw new Error(`${said.previousStatus} was not told, but ${before.status}`)
  return { ...before, status: said.status }
}

export async function allEvents({ database }: Pick<HandlerDeps, 'database'>): Promise<StoredEvent[]> {
  return listEventsAfter(database.db, { after: 0, limit: 1_000_000 })
}

/**
 * What the access API answers about every set in every tenant of the demo, with the status as it was stored: what the clock
 * alone makes of it is told by no event. The age of a read must not end access here.
 */
export async function answered(deps: HandlerDeps): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  const tenants = [...demo.tenants, ...demo.otherTenants].map(({ id }) => id)
  for (const tenantId of tenants)
    for (const { id: setId } of deps.catalog.sets) {
      const { allowed, until, status } = await answerAccess(deps, { tenantId, setId })
      const row = await deps.database.db
        .selectFrom('grants')
        .select('status')
        .where('tenant_id', '=', tenantId)
        .where('set_id', '=', setId)
        .executeTakeFirst()
      known.set(eventSubjectOf({ tenantId, setId }), {
        allowed,
        ...(until && { until }),
        status: row?.status ?? status,
      })
    }
  return known
}

/** Differences between what the events told and what is answered, in words. */
export async function findUntold(deps: HandlerDeps): Promise<string[]> {
  const told = replay(await allEvents(deps))
  const text = (known: Known): string => JSON.stringify([known.allowed, known.until ?? null, known.status])
  return [...(await answered(deps))].flatMap(([subject, now]) => {
    const was = told.get(subject) ?? unknown
    return text(was) === text(now) ? [] : [`${subject}: told ${text(was)}, is ${text(now)}`]
  })
}
