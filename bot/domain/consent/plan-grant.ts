import type { Kysely } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import { shortHash } from '#platform/base/short-hash.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { lacksReaderRight } from '../grants/is-readable.ts'
import type { Refusal } from '../grants/refusal.ts'
import { tenantLimitRefusals } from '../grants/tenant-limit.ts'
import type { Scope } from '../people/role-reading.ts'
import { mostAtOnce } from '../people/second-person.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'
import { blocksConsent, type RegistrationProblem } from '../requirements/registration-problem.ts'
import { listRequirements } from '../requirements/requirements-store.ts'
import { standingBlock } from '../status/closure.ts'
import { findGaps, findLost, wasVerified } from '../status/compare-permissions.ts'
import { leastRoleToConsent, type Signer } from '../status/least-role.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import type { GrantPlan, TenantPlan } from './planned-grant.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules'>

/**
 * Plans what granting a set in some tenants would add, and which rules refuse it. Reads only our own store.
 * @throws UserError SET_UNKNOWN, TENANT_UNKNOWN, TOO_MANY_TENANTS
 */
export async function planGrant(
  deps: Needs,
  db: Kysely<Schema>,
  {
    setId,
    tenantIds,
    namesOf = [],
    leaving = [],
    until,
  }: {
    setId: string
    tenantIds: readonly string[]
    /** Tenants that a refusal may name: those the reader may see. Default: none. */
    namesOf?: Scope
    /** Tenants that a move takes an app from: they count as if they didn't use it. */
    leaving?: readonly string[]
    /** For a time: until then. */
    until?: Date | undefined
  },
): Promise<GrantPlan> {
  const set = getSet(deps, setId)
  const unique = [...new Set(tenantIds)]
  if (unique.length > mostAtOnce)
    throw new UserError('TOO_MANY_TENANTS', { limit: mostAtOnce, count: unique.length })
  const requirement = await getRequirement(deps, db, setId)
  const limited = await tenantLimitRefusals(deps, db, set, unique, { namesOf, leaving })
  const unknown = await registrationRefusal(db, requirement)
  const tenants: TenantPlan[] = []
  for (const tenantId of unique) {
    const tenant = await getTenant(db, tenantId)
    const grant = await findGrant(db, tenantId, setId)
    const rule = limited.get(tenantId) ?? unknown
    tenants.push(
      planTenant({ tenant, grant, requirement, rule: rule ?? limitRefusal(requirement, grant, until) }),
    )
  }
  const kind = kindOf(requirement, tenants)
  const signer = signerOf(requirement, tenants)
  const registration = await findProblem(db, setId)
  const version = planVersion(requirement, tenants, until)
  return { set, requirement, kind, tenants, registration, signer, version, ...(until && { until }) }
}

/** An end belongs to a grant that is known; what is closed by default is opened once it is granted. */
function limitRefusal(
  { openForMs }: Requirement,
  grant: Grant | undefined,
  until: Date | undefined,
): Refusal | undefined {
  if (!until) return undefined
  if (openForMs !== undefined) return { code: 'OPEN_AFTER_GRANT', facts: {} }
  return grant ? undefined : { code: 'TENANT_NOT_CONNECTED', facts: {} }
}

function kindOf(requirement: Requirement, tenants: readonly TenantPlan[]): GrantPlan['kind'] {
  const able = tenants.filter(({ refusal }) => !refusal)
  return able.length > 0 && able.every((plan) => isUpdate(requirement, plan)) ? 'update' : 'grant'
}

/** Everything that was granted once still is. */
function isUpdate(requirement: Requirement, { grant, adds }: TenantPlan): boolean {
  const { memory } = grant ?? {}
  const facts = memory?.facts?.value
  if (!memory || !facts || adds.length === 0) return false
  return wasVerified(requirement, memory) && findLost(requirement, memory, facts).length === 0
}

/** The reader app of the directory connection has application permissions of Microsoft Graph. */
function signerOf(requirement: Requirement, tenants: readonly TenantPlan[]): Signer {
  if (tenants.some(({ needsConnection }) => needsConnection)) return 'privilegedRoleAdministrator'
  return leastRoleToConsent(requirement.permissions)
}

function planTenant(given: {
  tenant: Tenant
  grant?: Grant
  requirement: Requirement
  rule?: Refusal | undefined
}): TenantPlan {
  const { tenant, grant, requirement, rule } = given
  const facts = grant?.memory.facts?.value
  const adds = facts ? findGaps(requirement.permissions, facts) : requirement.permissions
  return {
    tenant,
    grant,
    adds,
    keeps: requirement.permissions.length - adds.length,
    needsConnection: tenant.state !== 'connected' || lacksReaderRight(grant ? [grant] : []),
    hasLink: grant?.memory.consent !== undefined,
    refusal: refusalOf(grant) ?? rule,
    apis: apisOf(requirement, facts),
  }
}

/** An absent API is one without a service principal; before the first read, none is known to be absent. */
function apisOf({ permissions }: Requirement, facts: SetFacts | undefined): TenantPlan['apis'] {
  const names = new Map(permissions.map(({ resourceAppId, api }) => [resourceAppId.toLowerCase(), api]))
  const nameOf = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).toSorted()
  if (!facts) return { absent: [], disabled: [] }
  const { resources, disabledResources = [] } = facts
  const absent = [...names.keys()].filter((id) => !resources.includes(id))
  return { absent: nameOf(absent), disabled: nameOf(disabledResources) }
}

function refusalOf(grant: Grant | undefined): Refusal | undefined {
  const blocked = grant && standingBlock(grant.memory)
  if (blocked) return { code: 'GRANT_BLOCKED', facts: { by: blocked.by.name } }
  // Of a set that is closed by default, what is granted in Entra decides.
  const status = grant?.status === 'blocked' ? grant.lastKnown : grant?.status
  const complete = status === 'granted' || status === 'settingsRequired'
  return complete ? { code: 'GRANT_ALREADY_COMPLETE', facts: {} } : undefined
}

/** No list is known, or it has an entry that nobody can consent to. */
async function registrationRefusal(
  db: Kysely<Schema>,
  { setId, clientId, permissions }: Requirement,
): Promise<Refusal | undefined> {
  const refused = (problem: string): Refusal => ({
    code: 'REGISTRATION_MISMATCH',
    facts: { problem, clientId },
  })
  if (permissions.some(({ knowledge }) => knowledge === 'unpublished')) return refused('notPublished')
  if (permissions.length > 0) return undefined
  const row = (await listRequirements(db)).find((each) => each.setId === setId)
  return refused(row?.problem ?? 'unreadable')
}

/** Of the last read of the registration, if a link can't be handed out because of it. */
async function findProblem(db: Kysely<Schema>, setId: string): Promise<RegistrationProblem | undefined> {
  const row = (await listRequirements(db)).find((each) => each.setId === setId)
  return row?.problem && blocksConsent(row.problem) ? row.problem : undefined
}

function planVersion(requirement: Requirement, tenants: readonly TenantPlan[], until?: Date): string {
  const parts = tenants.map(({ tenant, grant }) => `${tenant.id}:${grant?.version ?? 0}:${tenant.state}`)
  const end = until ? [until.toISOString()] : []
  const text = JSON.stringify([requirement.setId, requirement.version, parts, ...end])
  return shortHash(text)
}
