import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { type EventDraft, eventSubjectOf, eventTypes, type Told } from '../events/event.ts'
import { listTold } from '../events/subjects-store.ts'
import { endOfAccess } from '../grants/evaluate-access.ts'
import { makeLimitLookup } from '../grants/tenant-limit.ts'
import type { OtherUse } from '../status/assessment.ts'
import type { Finding } from '../status/status.ts'
import type { AccessChanged, StatusChanged } from './access-event.ts'
import { listBoundGrants } from './list-bound-grants.ts'
import type { NotedGrant } from './noted-grant.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog'>

/** What holds of a set in a tenant now. */
type Face = Pick<AccessChanged, 'allowed' | 'status' | 'since' | 'reason'> & {
  findings: readonly Finding[]
  validUntil?: Date
  until?: Date | undefined
}

/**
 * The events that are due of these grants: what differs from what was told. A grant that moves an app with a limit changes the
 * access of other tenants too.
 */
export async function draftAccessEvents(
  deps: Needs,
  tx: Tx,
  noted: readonly NotedGrant[],
): Promise<EventDraft[]> {
  const grants = [...noted, ...(await listBoundGrants(deps, tx, noted))]
  const told = await listTold(tx, [...new Set(grants.map(({ tenantId }) => tenantId))])
  const findUse = makeLimitLookup(deps, tx)
  const at = deps.clock()
  const drafts: EventDraft[] = []
  for (const grant of grants) {
    const use = grant.is?.usable ? await findUse(grant) : undefined
    const face = faceNow(deps, grant, { at, use })
    drafts.push(...differences(deps, { grant, face, at }, told.get(eventSubjectOf(grant)) ?? nothingTold))
  }
  return drafts
}

/** As the access API answers about what it doesn't know. */
const nothingTold: Told = { allowed: false, status: 'notGranted' }

/** As the access API says it, but for what the clock alone changes: an old read is told by `validUntil`. */
function faceNow(
  { rules }: Needs,
  { is, blocked }: NotedGrant,
  { at, use }: { at: Date; use: OtherUse | undefined },
): Face {
  if (!is)
    return blocked
      ? withoutGrant('blocked', 'BLOCKED_HERE', blocked.at)
      : withoutGrant('notGranted', 'NO_SUCH_GRANT', at)
  const { status, statusSince, usable, memory, findings } = is
  const readAt = memory.facts?.at
  const allowed = usable && readAt !== undefined && use === undefined
  const until = memory.open?.until
  return {
    allowed,
    ...(allowed && { until, validUntil: endOfAccess(rules, { readAt, until }) }),
    status,
    since: statusSince.toISOString(),
    reason: use ? 'BOUND_ELSEWHERE' : (findings[0]?.code ?? 'NEVER_READ'),
    findings,
  }
}

const withoutGrant = (status: Face['status'], reason: string, since: Date): Face => ({
  allowed: false,
  status,
  since: since.toISOString(),
  reason,
  findings: [],
})

function differences(
  { catalog }: Needs,
  { grant: { tenantId, setId }, face, at }: { grant: NotedGrant; face: Face; at: Date },
  told: Told,
): EventDraft[] {
  const { allowed, until, validUntil, status, since, reason, findings } = face
  const is = { allowed, until, status }
  const about = { tenantId, setId, at, told: is }
  const own = { tenant: tenantId, set: setId }
  const drafts: EventDraft[] = []
  if (allowed !== told.allowed || until?.getTime() !== told.until?.getTime()) {
    const apps = catalog.sets.find(({ id }) => id === setId)?.apps ?? []
    const ends = {
      ...(validUntil && { validUntil: validUntil.toISOString() }),
      ...(until && { until: until.toISOString() }),
    }
    const data: AccessChanged = { ...own, allowed, ...ends, status, since, reason, apps: [...apps] }
    drafts.push({ ...about, type: eventTypes.access, data })
  }
  if (status !== told.status) {
    const data: StatusChanged = {
      ...{ ...own, status, since, reason },
      previousStatus: told.status as StatusChanged['previousStatus'],
      findings: findings.map(({ code, who, since: from }) => ({
        ...{ code, who },
        ...(from && { since: from.toISOString() }),
      })),
    }
    drafts.push({ ...about, type: eventTypes.status, data })
  }
  return drafts
}
