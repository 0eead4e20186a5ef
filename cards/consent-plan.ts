import { type Asking, askingPart, type FilledAsking } from './asking.ts'
import { button, primary } from './buttons.ts'
import layoutJson from './consent-plan.json' with { type: 'json' }
import { type ErrorData, errorText } from './error-text.ts'
import { explainPermissions } from './explained-permissions.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PermissionRef, PersonRef, SetRef, TenantRef } from './subjects.ts'
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
}

export interface ConsentPlanData {
  now: Date
  set: SetRef
  apps: readonly AppRef[]
  kind: 'grant' | 'update'
  /** Permissions that are added in at least one tenant. */
  permissions: readonly PermissionRef[]
  tenants: readonly PlanTenant[]
  /** Hash over tenants, set, permissions and catalog; sent back by the button. */
  v: string
  /** Least role of the signer: with tier-0 application permissions still the same; a code of `words/who`. */
  signer: 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'
  /** false: nothing can start (every tenant is refused); the start button is not shown. */
  canStart: boolean
  /** Additional settings to make afterwards: their names. */
  settings?: readonly string[]
  requestedBy?: PersonRef
  /** One person is not enough: the card asks for the approval of a second one. */
  asking?: Asking
  notice?: Notice
}

interface Filled {
  title: string
  where: string
  apps: string
  tenants: { name: string; text: string; next: string }[]
  adds: string
  tierZero: string
  explained: { name: string; reason: string; without: string }[]
  others: { line: string }[]
  signer: string
  connectionFirst: string
  settings: string
  next: string
  why: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
/** More would not fit into a message. */
const mostTenants = 10
const fewTenants = 5

/** What granting would add and keep, the role that can consent, and what prevents it. Nothing has happened yet. */
export function consentPlanCard(data: ConsentPlanData): Card {
  const { set, kind, tenants, canStart, now } = data
  const [first] = tenants
  const single = tenants.length === 1 && first ? first : undefined
  const where = single ? namedTenant(single.tenant) : words.tenants(tenants.length)
  const title = words.plan.title(kind, set.name)
  const filled = layout({
    title: words.plan.title(kind, escapeMarkdown(set.name)),
    where: words.plan.in(where),
    apps: words.plan.apps(list(data.apps.map((app) => escapeMarkdown(app.name, 40)))),
    tenants: tenantRows(tenants, single),
    ...asked(data),
    ...(canStart ? permissions(data, single) : nothing),
    ...(canStart ? conditions(data, single) : { ...noConditions, next: words.plan.nobodyCanStart }),
    actions: actions(data, single),
  })
  const place = single ? single.tenant.name : words.tenants(tenants.length)
  return frame(filled, `${title} ${words.plan.in(place)}`, noticeParts(data.notice, now))
}

/** A refused tenant comes first: it is left out. */
function tenantRows(tenants: readonly PlanTenant[], single: PlanTenant | undefined): Filled['tenants'] {
  const told = tenants
    .filter((each) => !single || each.refusal)
    .toSorted((a, b) => Number(!a.refusal) - Number(!b.refusal))
  const most = told.length > mostTenants ? fewTenants : mostTenants
  const rows = told.slice(0, most).map((each) => filledTenant(each, single !== undefined))
  const left = told.length - rows.length
  return left > 0 ? [...rows, { name: words.more(left), text: '', next: '' }] : rows
}

/** The ids of many tenants leave no room to choose from many people. */
function asked({ asking, canStart, tenants, now }: ConsentPlanData): FilledAsking {
  if (!asking || !canStart) return { why: '', inputs: [] }
  return askingPart('grant', tenants.length > mostTenants ? { ...asking, signers: [] } : asking, now)
}

const nothing = { adds: '', tierZero: '', explained: [], others: [] }
const noConditions = { signer: '', connectionFirst: '', settings: '' }

function filledTenant(row: PlanTenant, single: boolean): Filled['tenants'][number] {
  const { tenant, refusal, adds, keeps, needsConnection } = row
  const says = refusal && errorText(refusal)
  const name = single && says ? `⊘ **${says.title}**` : `${says ? '⊘' : '○'} ${namedTenant(tenant)}`
  if (says) return { name, text: says.what, next: says.next }
  const { tenantAdds, tenantConnection } = words.plan
  return {
    name,
    text: dotted(capital(tenantAdds(adds.length, keeps)), needsConnection && tenantConnection),
    next: '',
  }
}

/** What is added, the riskiest first. */
function permissions(
  { permissions: added }: ConsentPlanData,
  single: PlanTenant | undefined,
): Pick<Filled, 'adds' | 'tierZero' | 'explained' | 'others'> {
  return {
    adds: `${words.plan.adds(added.length)} ${words.plan.keeps(single?.keeps ?? 0)}`,
    ...explainPermissions(added),
  }
}

function conditions(
  { tenants, signer, settings = [], asking }: ConsentPlanData,
  single: PlanTenant | undefined,
): Pick<Filled, 'signer' | 'connectionFirst' | 'settings' | 'next'> {
  const where = single ? escapeMarkdown(single.tenant.domain, 60) : words.plan.eachTenant
  const connecting = tenants.some(({ needsConnection, refusal }) => needsConnection && !refusal)
  const names = list(settings.map((name) => escapeMarkdown(name)))
  return {
    signer: words.plan.signer(words.who[signer](where)),
    connectionFirst: connecting ? words.plan.connectionFirst : '',
    settings: names ? `ℹ️ ${words.plan.settings(names)}` : '',
    next: asking ? words.requests.effect.grant : words.plan.next,
  }
}

function actions(data: ConsentPlanData, single: PlanTenant | undefined): Element[] {
  const { set, canStart } = data
  const about = single?.tenant.name
  const away = single
    ? button(canStart ? 'cancelToTenant' : 'backToTenant', { tenantId: single.tenant.id }, about)
    : button(canStart ? 'cancelToTenants' : 'tenants', {})
  const more = single
    ? button('details', { tenantId: single.tenant.id, setId: set.id }, set.name)
    : button('set', { setId: set.id }, set.name, words.plan.everyPermission)
  return [...(canStart ? [primary(startButton(data))] : []), more, away]
}

function startButton({ set, kind, tenants, v, asking }: ConsentPlanData): Element {
  const tenantIds = tenants.map(({ tenant }) => tenant.id)
  if (asking) {
    const order = { kind: 'grant', setId: set.id, tenants: packIds(tenantIds), v: asking.v } as const
    return button('requestGrant', order, set.name)
  }
  const order = { setId: set.id, tenantIds, v }
  return kind === 'grant' ? button('startGrant', order, set.name) : button('startUpdate', order, set.name)
}
