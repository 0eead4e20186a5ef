import { getAlert } from '#domain/alerts/alerts-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import { getException, listLiveExceptions } from '#domain/exceptions/exceptions-store.ts'
import {
  type AcceptedPlace,
  type FoundFinding,
  listAcceptable,
  riskOf,
} from '#domain/exceptions/find-acceptable.ts'
import { type ApprovalRule, findApprovalRule } from '#domain/people/second-person.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import { hashOfFacts, isCause } from '#domain/status/acceptable.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { dayMs } from '#platform/base/end-day.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import { later } from '#platform/base/time.ts'
import { exceptionFormCard } from '../../../cards/exception-form.ts'
import type { FindingData } from '../../../cards/findings.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { choicesOf } from './people-names.ts'
import { coachedFinding, setRef, tenantRef } from './refs.ts'

/** Picked until somebody picks another day, if the limit allows it. */
const usualDays = 90

/** What a person typed so far. */
export interface TypedException {
  reason?: string
  until?: Date | undefined
  owner?: string | undefined
  picked?: readonly string[]
}

interface Wanted extends AcceptedPlace {
  /** Only these facts. Default: everything that is not accepted yet. */
  hashes?: readonly string[] | undefined
  alertId?: number | undefined
  typed?: TypedException
  notice?: Notice
}

/** The form that accepts findings of a set or a tenant. @throws UserError FINDING_GONE, TENANT_UNKNOWN */
export async function showExceptionForm(deps: Deps, actor: Actor, wanted: Wanted): Promise<Card> {
  const { db } = deps.database
  const { tenantId, alertId, typed, notice } = wanted
  const tenant = await getTenant(db, tenantId)
  const live = await listLiveExceptions(db, tenantId)
  const found = pickFound(await listAcceptable(db, wanted), live, wanted.hashes)
  if (found.length === 0) throw new UserError('FINDING_GONE')
  const set = deps.catalog.sets.find(({ id }) => id === wanted.setId)
  const picked = typed?.picked ?? preselected(found)
  const asked = found.filter(({ hash }) => picked.includes(hash))
  const rule = await ruleFor(deps, actor, { tenantId, found: asked })
  const now = deps.clock()
  const mostDays = deps.rules.exceptionMaxMs / dayMs
  return exceptionFormCard({
    now,
    tenant: tenantRef(tenant),
    ...(set && { set: setRef(set) }),
    ...(alertId !== undefined && { alertId }),
    findings: await findingsOf(deps, found, live),
    ...(rule && { why: rule.why }),
    owners: await ownersOf(deps, actor, tenantId),
    typed: { ...typed, picked },
    until: later(now, Math.min(usualDays, mostDays) * dayMs),
    latest: later(now, mostDays * dayMs),
    mostDays,
    ...(notice && { notice }),
  })
}

/** The place and the facts of an alert. @throws UserError FINDING_GONE for one without findings */
export async function placeOfAlert(deps: Deps, alertId: number): Promise<Wanted> {
  const { tenantId, setId, detail } = await getAlert(deps.database.db, alertId)
  if (tenantId === undefined || !detail.findings) throw new UserError('FINDING_GONE')
  return { tenantId, setId, alertId, hashes: detail.findings.map(hashOfFacts) }
}

/** The place, the facts, and the terms of an exception that is renewed. */
export async function placeOfException(deps: Deps, exceptionId: string): Promise<Wanted> {
  const { tenantId, setId, factsHash, reason, owner } = await getException(deps.database.db, exceptionId)
  const typed = { reason, owner: owner.objectId }
  return { tenantId, ...(setId !== '' && { setId }), hashes: [factsHash], typed }
}

/** Why a second person is needed to accept these; undefined if the person is enough. */
export async function ruleFor(
  deps: Deps,
  actor: Actor,
  { tenantId, found }: { tenantId: string; found: readonly FoundFinding[] },
): Promise<ApprovalRule | undefined> {
  const { db } = deps.database
  const risk = await riskOf(deps, db, found)
  return findApprovalRule(deps, db, { kind: 'except', by: actor, tenantIds: [tenantId], ...risk })
}

/** What needs action; where nothing does, everything. */
function preselected(found: readonly FoundFinding[]): string[] {
  const causes = found.filter(({ finding }) => isCause(finding))
  return (causes.length > 0 ? causes : found).map(({ hash }) => hash)
}

function pickFound(
  all: readonly FoundFinding[],
  live: readonly Exception[],
  hashes: readonly string[] | undefined,
): readonly FoundFinding[] {
  if (hashes) return all.filter(({ hash }) => hashes.includes(hash))
  const open = all.filter(({ hash, setId }) => !live.some((each) => isFor(each, { hash, setId })))
  return open.length > 0 ? open : all
}

const isFor = (exception: Exception, { hash, setId }: Pick<FoundFinding, 'hash' | 'setId'>): boolean =>
  exception.factsHash === hash && exception.setId === setId

async function findingsOf(
  deps: Deps,
  found: readonly FoundFinding[],
  live: readonly Exception[],
): Promise<(FindingData & { hash: string })[]> {
  const requirements = await currentRequirements(deps, deps.database.db)
  const [any] = requirements
  return found.flatMap(({ finding, hash, setId }) => {
    const requirement = requirements.find((each) => each.setId === setId) ?? any
    if (!requirement) return []
    const known = live.find((each) => isFor(each, { hash, setId }))
    const accepted = known && { until: known.endsAt, owner: known.owner }
    return [{ ...coachedFinding(finding, requirement), hash, ...(accepted && { accepted }) }]
  })
}

async function ownersOf(deps: Deps, actor: Actor, tenantId: string): Promise<{ id: string; name: string }[]> {
  const people = await deps.people.listWith('viewer', [tenantId])
  const others = people.filter((person) => !isSamePerson(person, actor))
  return choicesOf(deps.database.db, others)
}
