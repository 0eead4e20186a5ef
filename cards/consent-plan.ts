import { type Asking, askingPart, type FilledAsking, whyText } from './asking.ts'
import { button, primary } from './buttons.ts'
import layoutJson from './consent-plan.json' with { type: 'json' }
import { endOf, untilText } from './elements/until-text.ts'
import { endsWarning, tierZeroWarning } from './explained-permissions.ts'
import { foldedPermissions } from './folded-permissions.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { planPage, planPageButtons, planPageText } from './plan-pages.ts'
import { type PlanRow, type PlanTenant, planRows } from './plan-rows.ts'
import { isCertainlyUnfit, unfitPart } from './plan-unfit.ts'
import type { RefusedAct } from './refused-act.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PermissionRef, PersonRef, SetRef } from './subjects.ts'
import { escapeMarkdown, list, namedTenant } from './text.ts'
import { wayButtons, waysOn } from './ways-on.ts'
import type { RegistrationProblem } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface ConsentPlanData {
  now: Date
  set: SetRef
  apps: readonly AppRef[]
  kind: 'grant' | 'update'
  /** Permissions that are added in at least one tenant. */
  permissions: readonly PermissionRef[]
  tenants: readonly PlanTenant[]
  /** Default: the first one. */
  page?: number
  /** For a time: when its apps lose the data again. */
  until?: Date
  /** Hash over tenants, set, permissions and catalog; sent back by the button. */
  v: string
  /** Least role of the signer: with tier-0 application permissions still the same; a code of `words/who`. */
  signer: 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'
  /** false: nothing can start (every tenant is refused); the start button is not shown. */
  canStart: boolean
  /** The app registration can't be compared with the list before consent. */
  isUncompared?: boolean
  /** The app registration was not in order when it was last read. */
  registration?: RegistrationProblem
  /** The directory can't be asked about the person, so nothing is given now. */
  isAccountUnread?: boolean
  requestedBy?: PersonRef
  /** For the ways on where nothing can start. */
  act?: RefusedAct
  /** One person is not enough: the card asks for the approval of a second one. */
  asking?: Asking
  notice?: Notice
}

interface Filled {
  title: string
  where: string
  apps: string
  tenants: { name: string; text: string; next: string }[]
  unfit: string
  unfitWhy: string
  adds: string
  tierZero: string
  ends: string
  permissions: Element[]
  explained: { name: string; reason: string; without: string }[]
  others: { line: string }[]
  page: string
  signer: string
  connectionFirst: string
  notCompared: string
  settings: string
  until: string
  keeps: string
  next: string
  why: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
/** More ids leave no room to choose from many people. */
const mostForSigners = 10

/** What granting would add and keep, the role that can consent, and what prevents it. Nothing has happened yet. */
export function consentPlanCard(data: ConsentPlanData): Card {
  const { set, kind, tenants, canStart, now } = data
  const [first] = tenants
  const single = tenants.length === 1 && first ? first : undefined
  const where = single ? namedTenant(single.tenant) : words.tenants(tenants.length)
  const title = words.plan.title(kind, set.name)
  const order = orderOf(data)
  const { shown, ...onPage } = planPage(planRows(data, single), data.page, order)
  const { next, previous } = planPageButtons(order, onPage)
  const isLast = next.length === 0
  const filled = layout({
    title: words.plan.title(kind, escapeMarkdown(set.name)),
    where: words.plan.in(where),
    apps: words.plan.apps(list(data.apps.map((app) => escapeMarkdown(app.name, 40)))),
    ...unfitPart(data),
    ...listed(data, single, shown),
    permissions: single || !canStart || onPage.page > 1 ? [] : folded(data),
    page: planPageText(onPage),
    ...untilText(canStart ? data.until : undefined),
    ...asked(data, isLast),
    ...(canStart ? conditions(data, single) : { ...noConditions, next: words.plan.nobodyCanStart }),
    actions: [...next, ...(isLast ? starts(data) : []), ...previous, ...waysOut(data, single)],
  })
  const place = single ? single.tenant.name : words.tenants(tenants.length)
  return frame(filled, `${title} ${words.plan.in(place)}`, noticeParts(data.notice, now))
}

/** The ids of more tenants leave no room; the card of the set has all permissions. */
const mostForFolded = 60

const folded = ({ set, permissions, tenants, now }: ConsentPlanData): Element[] =>
  tenants.length > mostForFolded ? [] : foldedPermissions(`plan-${set.id}`, permissions, now)

function listed(
  { permissions, canStart }: ConsentPlanData,
  single: PlanTenant | undefined,
  shown: readonly PlanRow[],
): Pick<Filled, 'adds' | 'tierZero' | 'ends' | 'explained' | 'others' | 'tenants'> {
  return {
    adds: canStart ? `${words.plan.adds(permissions.length)} ${words.plan.keeps(single?.keeps ?? 0)}` : '',
    tierZero: canStart ? tierZeroWarning(permissions.filter(({ tier }) => tier === 0).length) : '',
    ends: canStart ? endsWarning(permissions) : '',
    explained: shown.flatMap(({ explained }) => explained ?? []),
    others: shown.flatMap(({ other }) => other ?? []),
    tenants: shown.flatMap(({ tenant }) => tenant ?? []),
  }
}

function asked({ asking, canStart, tenants, now }: ConsentPlanData, isLast: boolean): FilledAsking {
  if (!asking || !canStart) return { why: '', inputs: [] }
  if (!isLast) return { why: whyText(asking, now), inputs: [] }
  return askingPart('grant', tenants.length > mostForSigners ? { ...asking, signers: [] } : asking, now)
}

const orderOf = ({ set, tenants, until, asking }: ConsentPlanData) => ({
  plan: asking?.plan,
  kind: 'grant' as const,
  setId: set.id,
  tenantIds: tenants.map(({ tenant }) => tenant.id),
  ...endOf(until),
})

const noConditions = { signer: '', connectionFirst: '', notCompared: '', settings: '' }

function conditions(
  { tenants, signer, asking, isUncompared = false }: ConsentPlanData,
  single: PlanTenant | undefined,
): Pick<Filled, 'signer' | 'connectionFirst' | 'notCompared' | 'settings' | 'next'> {
  const where = single ? escapeMarkdown(single.tenant.domain, 60) : words.plan.eachTenant
  const connecting = tenants.some(({ needsConnection, refusal }) => needsConnection && !refusal)
  const names = list((single?.settings ?? []).map((name) => escapeMarkdown(name)))
  return {
    signer: words.plan.signer(words.who[signer](where)),
    connectionFirst: connecting ? words.plan.connectionFirst : '',
    notCompared: isUncompared ? `⚠️ ${words.plan.notCompared}` : '',
    settings: names ? `ℹ️ ${words.plan.settings(names)}` : '',
    next: asking ? words.requests.effect.grant : words.plan.next,
  }
}

/** A registration that certainly isn't in order lets no link out, so only reading it again leads on. */
function starts(data: ConsentPlanData): Element[] {
  const { set, tenants, registration, canStart, until } = data
  if (!canStart) return []
  const named = { setId: set.id, tenantIds: tenants.map(({ tenant }) => tenant.id), ...endOf(until) }
  const check = registration ? [button('checkPlan', named, set.name)] : []
  if (isCertainlyUnfit(registration)) return check.map(primary)
  const asks = button('whatIf', { of: 'grant.plan', with: named }, set.name)
  return [primary(startButton(data)), ...check, ...(tenants.length > mostForSigners ? [] : [asks])]
}

function waysOut({ set, canStart, act }: ConsentPlanData, single: PlanTenant | undefined): Element[] {
  const refusal = single?.refusal
  if (refusal && act) return wayButtons(waysOn(refusal.code, act, refusal.facts))
  const about = single?.tenant.name
  const away = single
    ? button(canStart ? 'cancelToTenant' : 'backToTenant', { tenantId: single.tenant.id }, about)
    : button(canStart ? 'cancelToTenants' : 'tenants', {})
  const more = single
    ? button('details', { tenantId: single.tenant.id, setId: set.id }, set.name)
    : button('set', { setId: set.id }, set.name, words.plan.everyPermission)
  return [more, away]
}

function startButton({ set, kind, tenants, v, asking, until }: ConsentPlanData): Element {
  const end = endOf(until)
  const tenantIds = tenants.map(({ tenant }) => tenant.id)
  if (asking) {
    // Approvers decide only about tenants in which something can start.
    const able = tenants.filter(({ refusal }) => !refusal).map(({ tenant }) => tenant.id)
    const plan = asking.plan && { plan: asking.plan }
    const order = { kind: 'grant', setId: set.id, tenants: packIds(able), v: asking.v, ...end } as const
    return button('requestGrant', { ...order, ...plan }, set.name)
  }
  const order = { setId: set.id, tenantIds, v, ...end }
  return kind === 'grant' ? button('startGrant', order, set.name) : button('startUpdate', order, set.name)
}
