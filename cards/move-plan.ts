import { type Asking, askingPart } from './asking.ts'
import { type ButtonCall, button, callButton, dangerous, primary } from './buttons.ts'
import { type Consequences, consequencesParts } from './consequences.ts'
import { type ErrorData, errorText } from './error-text.ts'
import { endsWarning, tierZeroWarning } from './explained-permissions.ts'
import { foldedPermissions } from './folded-permissions.ts'
import { frame } from './frame.ts'
import layoutJson from './move-plan.json' with { type: 'json' }
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PermissionRef, SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, list } from './text.ts'
import type { Who } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface MovePlanData {
  now: Date
  set: SetRef
  /** Names of the apps that move. */
  apps: readonly string[]
  limit: number
  to: TenantRef
  /** What is blocked; only what the reader may see. */
  from: readonly { tenant: TenantRef; set: SetRef }[]
  consequences: Consequences
  /** What consent adds in the new tenant; absent: everything is granted there. */
  grant?: {
    permissions: readonly PermissionRef[]
    keeps: number
    needsConnection: boolean
    /** Missing there, as of the last read. */
    settings: readonly string[]
    signer: Who
    isUncompared: boolean
  }
  v: string
  /** The tenants of which one must be chosen to give way. */
  choices: readonly TenantRef[]
  refusal?: Pick<ErrorData, 'code' | 'facts'>
  /** What leads on from a refusal. */
  ways: readonly ButtonCall[]
  /** A second person is needed. */
  asking?: Asking
  notice?: Notice
}

interface Filled {
  title: string
  limited: string
  refused: string
  what: string
  next: string
  block: string
  alsoBlocked: string
  consequences: Element[]
  grant: string
  adds: string
  tierZero: string
  conditions: { line: string }[]
  permissions: Element[]
  last: string
  between: string
  why: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Both sides of a move before it begins: what is blocked there and stops, what is granted here. */
export function movePlanCard(data: MovePlanData): Card {
  const { set, to, apps, now, refusal, choices } = data
  const stopped = refusal !== undefined || choices.length > 0
  const filled = layout({
    title: words.moves.title(escapeMarkdown(set.name), escapeMarkdown(to.name)),
    limited: words.moves.limited(list(apps.map((app) => escapeMarkdown(app, 60))), apps.length, data.limit),
    ...refusalPart(data),
    ...(stopped ? nothing : plannedPart(data)),
    ...(data.asking && !stopped ? askingPart('move', data.asking, now) : { why: '', inputs: [] }),
    actions: actionsOf(data),
  })
  const says = refusal ? errorText(refusal).title : words.moves.between
  return frame(filled, `${words.moves.title(set.name, to.name)}. ${says}`, noticeParts(data.notice, now))
}

function refusalPart({ refusal, choices }: MovePlanData): Pick<Filled, 'refused' | 'what' | 'next'> {
  if (choices.length > 0) return { refused: words.moves.from, what: words.moves.fromText, next: '' }
  if (!refusal) return { refused: '', what: '', next: '' }
  const { title, what, next } = errorText(refusal)
  return { refused: `⊘ ${title}`, what, next }
}

const nothing = {
  block: '',
  alsoBlocked: '',
  consequences: [],
  grant: '',
  adds: '',
  tierZero: '',
  conditions: [],
  permissions: [],
  last: '',
  between: '',
}

type Planned = Omit<Filled, 'title' | 'limited' | 'refused' | 'what' | 'next' | 'why' | 'inputs' | 'actions'>

function plannedPart(data: MovePlanData): Planned {
  const { from, to, set, grant, consequences } = data
  const old = list([...new Map(from.map(({ tenant }) => [tenant.id, shortNamed(tenant)])).values()])
  const sets = [...new Set(from.map((each) => each.set.name))]
  const isOther = sets.length > 1 || sets[0] !== set.name
  return {
    block: words.moves.block(old),
    alsoBlocked: isOther ? words.moves.alsoBlocked(list(sets.map((name) => escapeMarkdown(name, 60)))) : '',
    consequences: consequencesParts(consequences),
    grant: words.moves.grant(shortNamed(to)),
    ...grantPart(data),
    last: words.moves.last(list([...new Set(from.map(({ tenant }) => escapeMarkdown(tenant.name, 60)))])),
    between: grant ? words.moves.between : '',
  }
}

function grantPart({
  grant,
  to,
  set,
  now,
}: MovePlanData): Pick<Planned, 'adds' | 'tierZero' | 'conditions' | 'permissions'> {
  if (!grant) return { adds: words.moves.granted, tierZero: '', conditions: [], permissions: [] }
  const { permissions, keeps, needsConnection, settings, signer, isUncompared } = grant
  return {
    adds: `${words.plan.adds(permissions.length)} ${words.plan.keeps(keeps)}`,
    tierZero: tierZeroWarning(permissions.filter(({ tier }) => tier === 0).length),
    conditions: [
      endsWarning(permissions),
      words.plan.signer(words.who[signer](escapeMarkdown(to.domain, 60))),
      needsConnection ? words.plan.connectionFirst : '',
      settings.length > 0
        ? `ℹ️ ${words.plan.settings(list(settings.map((name) => escapeMarkdown(name))))}`
        : '',
      isUncompared ? `⚠️ ${words.plan.notCompared}` : '',
    ]
      .filter(Boolean)
      .map((line) => ({ line })),
    permissions: foldedPermissions(`move-${set.id}`, permissions, now),
  }
}

const shortNamed = ({ name, domain }: TenantRef): string =>
  dotted(`**${escapeMarkdown(name, 60)}**`, name !== domain && escapeMarkdown(domain, 60))

function actionsOf(data: MovePlanData): Element[] {
  const { set, to, choices, refusal, ways } = data
  const cancel = button('cancelToTenant', { tenantId: to.id }, to.name)
  const back = button('backToTenant', { tenantId: to.id }, to.name)
  if (choices.length > 0) {
    const choose = ({ id, name }: TenantRef): Element =>
      button('moveHere', { setId: set.id, tenantId: to.id, from: id }, name, name)
    return [...choices.slice(0, 5).map(choose), cancel]
  }
  const [source] = data.from
  const ids = { setId: set.id, tenantId: to.id, ...(source && { from: source.tenant.id }) }
  const ask = button('whatIf', { of: 'move.plan', with: ids }, `${set.name}, ${to.name}`)
  if (!refusal) return [startButton(data), ask, cancel]
  const [first, ...more] = ways.slice(0, 5).map((way) => callButton(way))
  return [...(first ? [primary(first), ...more] : []), back]
}

function startButton({ set, to, from, v, asking }: MovePlanData): Element {
  const tenants = [...new Set(from.map(({ tenant }) => tenant.id))]
  const about = `${set.name}, ${to.name}`
  if (asking) {
    const order = { kind: 'move', setId: set.id, tenants: packIds([to.id, ...tenants]), v: asking.v } as const
    const { plan } = asking
    const asked = { ...order, ...(plan && { plan }) }
    return dangerous(button('requestOther', asked, about, words.requests.button.move))
  }
  return dangerous(button('startMove', { setId: set.id, tenantId: to.id, from: tenants, v }, about))
}
