import { appsOfSet } from '#domain/catalog/find.ts'
import { knownNames } from '#domain/catalog/known-permissions.ts'
import type {
  Catalog,
  Permission,
  PermissionKey,
  PermissionSet,
  Requirement,
} from '#domain/catalog/permission-set.ts'
import { retirementNow } from '#domain/catalog/retirement.ts'
import { keysOfRequired } from '#domain/status/granted-ids.ts'
import type { Finding } from '#domain/status/status.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import type { Outcome, Who } from '#platform/microsoft/outcome.ts'
import { isMendedByConnecting, whoMustAct } from '#platform/microsoft/outcomes.ts'
import type { Consequences } from '../../../cards/consequences.ts'
import type { FindingData } from '../../../cards/findings.ts'
import type { OutcomeData } from '../../../cards/outcome.ts'
import type { AppRef, PermissionRef, Rights, SetRef, TenantRef } from '../../../cards/subjects.ts'
import type { Turn } from '../teams/actions/action.ts'
import { type Actor, may } from '../teams/actions/actor.ts'

export const tenantRef = ({ id, displayName, defaultDomain }: Tenant): TenantRef => ({
  id,
  name: displayName,
  domain: defaultDomain,
})

export const setRef = ({ id, name }: PermissionSet): SetRef => ({ id, name })

export const appRefs = (catalog: Catalog, set: PermissionSet): AppRef[] =>
  appsOfSet(catalog, set).map(({ id, name }) => ({ id, name }))

export const consequencesOf = (catalog: Catalog, set: PermissionSet): Consequences => ({
  apps: appsOfSet(catalog, set).map(({ name, whenBlocked }) => ({ name, whenBlocked })),
  coupled: set.coupled,
})

/** Of several sets, which can have the same apps. */
export function consequencesOfAll(catalog: Catalog, sets: readonly PermissionSet[]): Consequences {
  const each = sets.map((set) => consequencesOf(catalog, set))
  const apps = new Map(each.flatMap((one) => one.apps).map((app) => [app.name, app]))
  return { apps: [...apps.values()], coupled: [...new Set(each.flatMap((one) => one.coupled))] }
}

export function permissionRef(permission: Permission, now: Date): PermissionRef {
  const { api, value, type, tier, tierSource, reason, without, retires, preview } = permission
  const worth = { ...(retires && { retires: retirementNow(retires, now) }), ...(preview && { preview }) }
  return { api, value, type, tier, tierSource, reason, without, ...worth }
}

export const permissionRefs = (permissions: readonly Permission[], now: Date): PermissionRef[] =>
  permissions.map((permission) => permissionRef(permission, now))

/** An outcome with who must act, as the outcome table says. */
export function outcomeRef(outcome: Omit<Outcome, 'service'>, consenter?: Who): OutcomeData {
  const { name, code, policyId, field } = outcome
  return { name, code, policyId, field, who: whoMustAct(outcome, consenter) }
}

/** The finding with names of permissions instead of keys. */
export function findingData(finding: Finding, requirement: Requirement): FindingData {
  const { code, who, since, permissions, facts } = finding
  const isUnread = code === 'CONNECTION_LOST' || code === 'READ_FAILED' || code === 'NEVER_READ'
  return {
    code,
    who,
    since,
    facts,
    reconnects: isUnread && isMendedByConnecting({ name: facts?.outcome ?? '' }),
    permissionValues: permissions?.map((key) => permissionValueOf(key, requirement)),
  }
}

/** `findingData` with the instructions for a setting that is missing. */
export function coachedFinding(finding: Finding, requirement: Requirement): FindingData {
  const setting = requirement.settings.find(({ id }) => id === finding.facts?.setting)
  const facts = setting ? { ...finding.facts, coach: setting.coach } : finding.facts
  return findingData({ ...finding, ...(facts && { facts }) }, requirement)
}

function permissionValueOf(key: PermissionKey, requirement: Requirement): string {
  const required = keysOfRequired(requirement.permissions).byKey.get(key)
  return required?.value ?? knownNames.byKey(key)?.value ?? key.slice(key.lastIndexOf('/') + 1)
}

/** A card in a personal chat shows what this person may do; a shared one shows everything, and each click is checked. */
export function rightsOf(actor: Actor, turn: Turn, tenantId?: string): Rights {
  const shared = turn.conversationKind !== 'personal'
  return {
    sync: shared || may(actor, 'operator', tenantId),
    grant: shared || may(actor, 'approver', tenantId),
  }
}
