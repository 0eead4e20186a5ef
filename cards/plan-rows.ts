import { type ErrorData, errorText } from './error-text.ts'
import { type PermissionRow, permissionRow } from './explained-permissions.ts'
import type { PermissionRef, TenantRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, list, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

export interface PlanTenant {
  tenant: TenantRef
  /** Values of the permissions that consent adds here. */
  adds: readonly string[]
  /** How many required permissions are granted already. */
  keeps: number
  /** The directory connection must be made first. */
  needsConnection: boolean
  /** A rule or fact that prevents it; this tenant is then left out. */
  refusal?: Pick<ErrorData, 'code' | 'facts'>
  /** Names of required APIs that the tenant doesn't have, or has switched off. */
  apis?: { absent: readonly string[]; disabled: readonly string[] }
}

/** A line of a plan. */
export interface PlanRow extends PermissionRow {
  tenant?: { name: string; text: string; next: string }
}

interface Planned {
  permissions: readonly PermissionRef[]
  tenants: readonly PlanTenant[]
  canStart: boolean
}

/** Everything that the plan names: the permissions, the riskiest first, then the tenants, a refused one first: it is left out. */
export function planRows(
  { permissions, tenants, canStart }: Planned,
  single: PlanTenant | undefined,
): PlanRow[] {
  const added = canStart ? permissions.toSorted((a, b) => a.tier - b.tier) : []
  const told = tenants
    .filter((each) => !single || each.refusal || apiTrouble(each) !== '')
    .toSorted((a, b) => Number(!a.refusal) - Number(!b.refusal))
  return [
    ...added.map((each) => permissionRow(each, added.length)),
    ...told.map((each) => ({ tenant: filledTenant(each, single !== undefined) })),
  ]
}

/** Consent fails, or succeeds and is worth nothing: to be known before the link. */
function apiTrouble({ apis }: PlanTenant): string {
  const { absent = [], disabled = [] } = apis ?? {}
  const names = (apiNames: readonly string[]) => list(apiNames.map((name) => escapeMarkdown(name, 60)))
  return [
    ...(absent.length > 0 ? [words.plan.apiAbsent(names(absent))] : []),
    ...(disabled.length > 0 ? [words.plan.apiDisabled(names(disabled))] : []),
  ].join(' ')
}

function filledTenant(row: PlanTenant, single: boolean): NonNullable<PlanRow['tenant']> {
  const { tenant, refusal, adds, keeps, needsConnection } = row
  const says = refusal && errorText(refusal)
  const name = single && says ? `⊘ **${says.title}**` : `${says ? '⊘' : '○'} ${namedTenant(tenant)}`
  if (says) return { name, text: says.what, next: says.next }
  const { tenantAdds, tenantConnection } = words.plan
  const trouble = apiTrouble(row)
  return {
    name,
    text: dotted(capital(tenantAdds(adds.length, keeps)), needsConnection && tenantConnection),
    next: trouble && `⚠️ ${trouble}`,
  }
}
