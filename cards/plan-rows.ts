import { type ErrorData, errorText } from './error-text.ts'
import { type PermissionRow, permissionRow } from './explained-permissions.ts'
import type { PermissionRef, TenantRef } from './subjects.ts'
import { capital, escapeMarkdown, list } from './text.ts'
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
  /** Names of the settings that are missing there, as of the last read. */
  settings?: readonly string[]
  /** A link for it is out there already, and a new one ends it. */
  hasLink?: boolean
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

/** More would leave a page no room for anything else. */
const mostInRow = 10

interface Planned {
  now: Date
  permissions: readonly PermissionRef[]
  tenants: readonly PlanTenant[]
  canStart: boolean
}

/**
 * Everything that the plan names, over pages. Of one tenant: the permissions, the riskiest first, then what stands against it.
 * Of several: who gets a link and who is left out, each sentence once; their permissions are folded on the card.
 */
export function planRows(
  { permissions, tenants, canStart, now }: Planned,
  single: PlanTenant | undefined,
): PlanRow[] {
  if (!single) return [...linkRows(tenants), ...refusedRows(tenants)].map((tenant) => ({ tenant }))
  const added = canStart ? permissions.toSorted((a, b) => a.tier - b.tier) : []
  const rows = [...(single.refusal ? [refusalOf(single.refusal)] : []), ...notesOf([single])]
  return [
    ...added.map((each) => permissionRow(each, { total: added.length, now })),
    ...rows.map((tenant) => ({ tenant })),
  ]
}

/** "4 get a link: names", and what is different in some of them. */
function linkRows(tenants: readonly PlanTenant[]): TenantRow[] {
  const able = tenants.filter(({ refusal }) => !refusal)
  const heading = `✅ **${words.plan.getLink(able.length)}**:`
  const connecting = able.filter(({ needsConnection }) => needsConnection)
  return [
    ...namedRows(able, heading),
    ...namedRows(connecting, `• ${capital(words.plan.tenantConnection)}:`),
    ...notesOf(able),
  ]
}

/** What is to be known before the link. Of several tenants, those with the same note share it. */
function notesOf(tenants: readonly PlanTenant[]): TenantRow[] {
  const able = tenants.filter(({ refusal }) => !refusal)
  const noted = (note: (tenant: PlanTenant) => string): TenantRow[] =>
    [...Map.groupBy(able, note)].flatMap(([says, same]) => {
      if (says === '') return []
      return tenants.length === 1 ? [{ name: says, text: '', next: '' }] : namedRows(same, `${says} ·`)
    })
  return [
    ...noted((each) => apiTrouble(each) && `⚠️ ${apiTrouble(each)}`),
    ...noted(({ hasLink }) => (hasLink ? `⏳ ${words.plan.linkOut}` : '')),
    ...(tenants.length === 1 ? [] : noted(settingsNote)),
  ]
}

const settingsNote = ({ settings = [] }: PlanTenant): string =>
  settings.length > 0 ? `ℹ️ ${words.plan.settings(list(settings.map((name) => escapeMarkdown(name))))}` : ''

/** "8 are left out", then each reason once: a sentence that stands there ten times hides the others. */
function refusedRows(tenants: readonly PlanTenant[]): TenantRow[] {
  const refused = tenants.flatMap(({ tenant, refusal }) =>
    refusal ? [{ tenant, refusal, says: errorText(refusal) }] : [],
  )
  if (refused.length === 0) return []
  const bySentence = Map.groupBy(refused, ({ says: { title, what } }) => `${title}\n${what}`)
  const rows = [...bySentence.values()].flatMap((same) => {
    const [first] = same
    const { title = '', what = '' } = first?.says ?? {}
    const isSaid = first && saidByTitle.has(first.refusal.code)
    return namedRows(same, `• ${title}:`, isSaid ? '' : what)
  })
  return [{ name: `⊘ **${words.plan.leftOut(refused.length)}**`, text: '', next: '' }, ...rows]
}

/** Their sentence says no more than their title. */
const saidByTitle: ReadonlySet<string> = new Set(['GRANT_ALREADY_COMPLETE'])

function refusalOf(refusal: NonNullable<PlanTenant['refusal']>): TenantRow {
  const { title, what, next } = errorText(refusal)
  return { name: `⊘ **${title}**`, text: what, next }
}

/** "heading names", ten in a row; what is said of them follows the last. */
function namedRows(tenants: readonly { tenant: TenantRef }[], heading: string, text = ''): TenantRow[] {
  const names = tenants.map(({ tenant }) => shortNamed(tenant))
  const rows = names.flatMap((_, at) =>
    at % mostInRow === 0 ? [names.slice(at, at + mostInRow).join(', ')] : [],
  )
  return rows.map((row, at) => ({
    name: at === 0 ? `${heading} ${row}` : row,
    text: at === rows.length - 1 ? text : '',
    next: '',
  }))
}

const shortNamed = ({ name }: TenantRef): string => escapeMarkdown(name, 40)

/** Consent fails, or succeeds and is worth nothing: to be known before the link. */
function apiTrouble({ apis }: PlanTenant): string {
  const { absent = [], disabled = [] } = apis ?? {}
  const names = (apiNames: readonly string[]) => list(apiNames.map((name) => escapeMarkdown(name, 60)))
  return [
    ...(absent.length > 0 ? [words.plan.apiAbsent(names(absent))] : []),
    ...(disabled.length > 0 ? [words.plan.apiDisabled(names(disabled))] : []),
  ].join(' ')
}
