import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult, SetFacts, TenantRead, UnchangedRead } from '#platform/microsoft/facts.ts'
import { type GraphPort, notRead, openSession } from '#platform/microsoft/graph-client.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { isConnectionLost, makeOutcome, type OutcomeName } from '#platform/microsoft/outcomes.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { digestOf } from './digest.ts'
import { planRead } from './plan-read.ts'
import { readSet } from './read-set.ts'
import {
  readOrganization,
  readPrincipals,
  readRoleAssignments,
  readServicePlans,
  type TenantAnswers,
} from './tenant-parts.ts'

/**
 * Reads one tenant with one batch, preceded by a token request if none is cached. Failures are in the result, never thrown.
 * `at` is the time before the first request: the facts aren't older.
 */
export async function readTenant(
  port: GraphPort,
  deadline: Deadline,
  tenantId: string,
  requirements: readonly Requirement[],
  fresh: boolean,
): Promise<TenantRead> {
  const answered = await requestTenant(port, deadline, tenantId, requirements, fresh)
  return 'connection' in answered ? answered : readAnswers(answered, requirements)
}

/** The same with a cached token, but returns `unchanged` if the digest is the `known` one. */
export async function readTenantIfChanged(
  port: GraphPort,
  deadline: Deadline,
  tenantId: string,
  requirements: readonly Requirement[],
  known: string | undefined,
): Promise<TenantRead | UnchangedRead> {
  const answered = await requestTenant(port, deadline, tenantId, requirements, false)
  if ('connection' in answered) return answered
  const { digest, at } = answered
  return digest !== undefined && digest === known
    ? { connection: 'unchanged', at, digest }
    : readAnswers(answered, requirements)
}

interface AnsweredTenant {
  at: Date
  from: TenantAnswers
  digest: string | undefined
}

async function requestTenant(
  port: GraphPort,
  deadline: Deadline,
  tenantId: string,
  requirements: readonly Requirement[],
  fresh: boolean,
): Promise<AnsweredTenant | Exclude<TenantRead, { connection: 'ok' }>> {
  const at = port.now()
  const session = await openSession(port, tenantId, deadline, fresh)
  if (!session.read) {
    const connection = isConnectionLost(session.outcome) ? 'lost' : 'failed'
    return { connection, at, outcome: session.outcome }
  }
  const plan = planRead(requirements)
  const answers = await sendBatch(port, session.value, plan.parts)
  const from = { port, session: session.value, plan, answers }
  return { at, from, digest: digestOf(plan.parts, answers) }
}

async function readAnswers(
  { at, from, digest }: AnsweredTenant,
  requirements: readonly Requirement[],
): Promise<TenantRead> {
  const principals = await readPrincipals(from)
  const organization = await readOrganization(from)
  const core = from.plan.principalParts.length > 0 ? principals : organization
  if (!core.read) {
    forgetRefusedToken(from.port, from.session.tenantId, core.outcome)
    return { connection: 'failed', at, outcome: core.outcome }
  }
  const sets = principals.read ? await readSets(from, requirements, principals.value) : {}
  return { connection: 'ok', at, organization, sets, ...(digest !== undefined && { digest }) }
}

async function readSets(
  from: TenantAnswers,
  requirements: readonly Requirement[],
  principals: Parameters<typeof readSet>[0]['principals'],
): Promise<Record<string, ReadResult<SetFacts>>> {
  const servicePlans = from.plan.asksForPlans
    ? await readServicePlans(from)
    : notRead(makeOutcome('graph', 'notAsked'))
  const context = { from, principals, servicePlans, roleAssignments: await readRoleAssignments(from) }
  const sets: Record<string, ReadResult<SetFacts>> = {}
  for (const requirement of requirements) {
    const result = await readSet(context, requirement)
    if (!result.read) forgetRefusedToken(from.port, from.session.tenantId, result.outcome)
    sets[requirement.setId] = result
  }
  return sets
}

const tokenMayBeStale: ReadonlySet<string> = new Set<OutcomeName>([
  'accessRefused',
  'graphTokenRefused',
  'readerDisabled',
  'readerNotFound',
  'readerRightMissing',
])

/**
 * Drops a refused token, which may be older than a consent or the removal of the app: the next read requests a new one, and
 * the sign-in service reports the cause.
 */
function forgetRefusedToken(port: GraphPort, tenantId: string, { name }: Outcome): void {
  if (tokenMayBeStale.has(name)) port.tokens.forget(tenantId)
}
