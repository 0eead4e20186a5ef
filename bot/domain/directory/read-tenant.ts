import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Budget } from '#platform/microsoft/deadline.ts'
import type { Part, SameRead, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { type GraphPort, openSession, unread } from '#platform/microsoft/graph-client.ts'
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
 * Reads one tenant: one batch, and one token request before it if none is at hand. What Microsoft answered is in the
 * result, never thrown. `at` is the moment before the first request: the facts are not older than that.
 */
export async function readTenant(
  port: GraphPort,
  budget: Budget,
  tenantId: string,
  requirements: readonly Requirement[],
  fresh: boolean,
): Promise<TenantRead> {
  const told = await askTenant(port, budget, tenantId, requirements, fresh)
  return 'connection' in told ? told : judgeAnswers(told, requirements)
}

/** The same with a token at hand, but what has the digest `known` is not looked at. */
export async function readTenantUnlessSame(
  port: GraphPort,
  budget: Budget,
  tenantId: string,
  requirements: readonly Requirement[],
  known: string | undefined,
): Promise<TenantRead | SameRead> {
  const told = await askTenant(port, budget, tenantId, requirements, false)
  if ('connection' in told) return told
  const { digest, at } = told
  return digest !== undefined && digest === known
    ? { connection: 'same', at, digest }
    : judgeAnswers(told, requirements)
}

interface Told {
  at: Date
  from: TenantAnswers
  digest: string | undefined
}

async function askTenant(
  port: GraphPort,
  budget: Budget,
  tenantId: string,
  requirements: readonly Requirement[],
  fresh: boolean,
): Promise<Told | Exclude<TenantRead, { connection: 'ok' }>> {
  const at = port.now()
  const session = await openSession(port, tenantId, budget, fresh)
  if (!session.read) {
    const connection = isConnectionLost(session.outcome) ? 'lost' : 'failed'
    return { connection, at, outcome: session.outcome }
  }
  const plan = planRead(requirements)
  const answers = await sendBatch(port, session.value, plan.parts)
  const from = { port, session: session.value, plan, answers }
  return { at, from, digest: digestOf(plan.parts, answers) }
}

async function judgeAnswers(
  { at, from, digest }: Told,
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
): Promise<Record<string, Part<SetFacts>>> {
  const servicePlans = from.plan.asksForPlans
    ? await readServicePlans(from)
    : unread(makeOutcome('graph', 'notAsked'))
  const context = { from, principals, servicePlans, roleAssignments: await readRoleAssignments(from) }
  const sets: Record<string, Part<SetFacts>> = {}
  for (const requirement of requirements) {
    const part = await readSet(context, requirement)
    if (!part.read) forgetRefusedToken(from.port, from.session.tenantId, part.outcome)
    sets[requirement.setId] = part
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
 * A refusal may be due to a token from before a consent, or from before the app was removed: the next read asks for a new
 * one, and then the sign-in service says what is the matter. It costs this read nothing.
 */
function forgetRefusedToken(port: GraphPort, tenantId: string, { name }: Outcome): void {
  if (tokenMayBeStale.has(name)) port.tokens.forget(tenantId)
}
