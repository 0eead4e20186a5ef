import { type ErrorData, type ErrorText, errorText } from './error-text.ts'
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
  tenant?: TenantRow
}

interface TenantRow {
  name: string
  text: string
  next: string
}

interface Refused {
  tenant: TenantRef
  says: ErrorText
}

/** More would leave a page no room for anything else. */
const mostInRow = 10

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
  const told = tenants.filter((each) => !each.refusal && (!single || apiTrouble(each) !== ''))
  return [
    ...added.map((each) => permissionRow(each, added.length)),
    ...refusedRows(tenants, single !== undefined).map((tenant) => ({ tenant })),
    ...told.map((each) => ({ tenant: filledTenant(each) })),
  ]
}

/** Tenants that are left out for the same reason share rows: a sentence that stands there ten times hides the others. */
function refusedRows(tenants: readonly PlanTenant[], single: boolean): TenantRow[] {
  const refused = tenants.flatMap(({ tenant, refusal }) =>
    refusal ? [{ tenant, says: errorText(refusal) }] : [],
  )
  const bySentence = Map.groupBy(refused, ({ says: { what, next } }) => `${what}\n${next}`)
  return [...bySentence.values()].flatMap((same) =>
    same.flatMap((_, at) =>
      at % mostInRow === 0 ? [refusedRow(same.slice(at, at + mostInRow), single)] : [],
    ),
  )
}

function refusedRow(refused: readonly Refused[], single: boolean): TenantRow {
  const [first, ...more] = refused
  const { title = '', what: text = '', next = '' } = first?.says ?? {}
  if (first && single) return { name: `⊘ **${title}**`, text, next }
  const names = refused.map(({ tenant }) => (more.length === 0 ? namedTenant(tenant) : shortNamed(tenant)))
  return { name: `⊘ ${names.join(', ')}`, text, next }
}

const shortNamed = ({ name, domain }: TenantRef): string =>
  `**${escapeMarkdown(name, 40)}** (${escapeMarkdown(domain, 40)})`

/** Consent fails, or succeeds and is worth nothing: to be known before the link. */
function apiTrouble({ apis }: PlanTenant): string {
  const { absent = [], disabled = [] } = apis ?? {}
  const names = (apiNames: readonly string[]) => list(apiNames.map((name) => escapeMarkdown(name, 60)))
  return [
    ...(absent.length > 0 ? [words.plan.apiAbsent(names(absent))] : []),
    ...(disabled.length > 0 ? [words.plan.apiDisabled(names(disabled))] : []),
  ].join(' ')
}

function filledTenant(row: PlanTenant): TenantRow {
  const { tenant, adds, keeps, needsConnection } = row
  const { tenantAdds, tenantConnection } = words.plan
  const trouble = apiTrouble(row)
  return {
    name: `○ ${namedTenant(tenant)}`,
    text: dotted(capital(tenantAdds(adds.length, keeps)), needsConnection && tenantConnection),
    next: trouble && `⚠️ ${trouble}`,
  }
}
