import { type Asking, whyText } from './asking.ts'
import { button, dangerous, primary } from './buttons.ts'
import { untilText } from './elements/until-text.ts'
import { type ErrorData, errorText } from './error-text.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import type { RefusedAct } from './refused-act.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, list, moment, namedTenant, unmarked } from './text.ts'
import { wayButtons, waysOn } from './ways-on.ts'
import layoutJson from './what-if.json' with { type: 'json' }
import { effectRows, effectTexts, type WhatIfEffects } from './what-if-effects.ts'
import type { RequestKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

type Refusal = Pick<ErrorData, 'code' | 'facts'>

export interface WhatIfData {
  now: Date
  /** The act as a request names it; otherwise by its verb in the history. */
  kind?: RequestKind | undefined
  verb: string
  set?: SetRef | undefined
  tenants: readonly TenantRef[]
  /** Of access for a time. */
  until?: Date | undefined
  /** Absent: it would change nothing, or it is refused. */
  plan?: { id: string; code: string; expiresAt: Date }
  would?: WhatIfEffects
  refused?: Refusal & { act: RefusedAct }
  /** A second person decides; `mayAsk`: the reader may request it. */
  asks?: Pick<Asking, 'why' | 'sum'> & { approvers: readonly string[]; mayAsk: boolean }
  /** The reader has the role of the act. */
  mayAct: boolean
  leftOut: readonly { tenant: TenantRef; refusal: Refusal }[]
  /** Of a plan that was void: what differs. */
  changed?: { gone: WhatIfEffects; added: WhatIfEffects }
  notice?: Notice
}

interface Filled {
  title: string
  where: { line: string }[]
  nothingDone: string
  changed: Element[]
  verdictStyle: 'attention' | 'warning' | 'good' | 'emphasis'
  verdict: Element[]
  wouldTitle: string
  would: Element[]
  leftOutTitle: string
  leftOut: { line: string }[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const mostNamed = 5

/** What an act would do, who must be asked, and what stands against it. Nothing was done. */
export function whatIfCard(data: WhatIfData): Card {
  const { now, would, asks, leftOut } = data
  const { whatIf } = words
  const { style, lines } = verdictOf(data)
  const filled = layout({
    title: whatIf.title(whatOf(data, escapeMarkdown)),
    where: whereLines(data),
    nothingDone: nothingDone(data),
    changed: changedParts(data),
    verdictStyle: style,
    verdict: lines.map((text) => ({ type: 'TextBlock', text, wrap: true })),
    wouldTitle: would ? (asks ? whatIf.wouldOnceApproved : whatIf.would) : '',
    would: would ? effectRows(would) : [],
    leftOutTitle: leftOut.length > 0 ? whatIf.leftOut(leftOut.length) : '',
    leftOut: leftOutLines(leftOut),
    actions: actionsOf(data),
  })
  const says = whatIf.says(
    whatOf(data, (text) => text),
    unmarked(lines[0] ?? ''),
  )
  return frame(filled, says, noticeParts(data.notice, now))
}

/** Once on the card: a refusal and a notice say it, too. */
function nothingDone({ plan, refused, notice, now }: WhatIfData): string {
  const { whatIf } = words
  if (!plan) return refused ? '' : whatIf.nothingDoneEither
  const say = notice ? whatIf.plan : whatIf.nothingDone
  return say(plan.code, moment(plan.expiresAt, now))
}

function whatOf({ kind, verb, set }: WhatIfData, named: (text: string) => string): string {
  const name = named(set?.name ?? '')
  if (kind) return words.requests.what[kind](name)
  const [did, tries = did ?? verb] = words.history.actions[verb] ?? []
  return set ? `${tries}, ${name}` : tries
}

function whereLines({ tenants, until }: WhatIfData): { line: string }[] {
  const [only, ...others] = tenants
  if (!only) return []
  const names = list(
    tenants.map(({ name }) => escapeMarkdown(name, 60)),
    mostNamed,
  )
  const where = others.length === 0 ? namedTenant(only) : `**${words.tenants(tenants.length)}**: ${names}`
  const end = until ? Object.values(untilText(until)).map((line) => ({ line })) : []
  return [{ line: words.whatIf.in(where) }, ...end]
}

function verdictOf(data: WhatIfData): { style: Filled['verdictStyle']; lines: string[] } {
  const { refused, asks, would, now } = data
  const { whatIf } = words
  const asking = asks ? [`⏳ ${whatIf.asked(whyText({ ...asks, v: '' }, now))}`, ...approverLines(asks)] : []
  if (refused) {
    const { title, what, next } = errorText(refused)
    return { style: 'attention', lines: [`⊘ ${whatIf.refused(title, what, next)}`, ...asking] }
  }
  if (!would) return { style: 'emphasis', lines: [`○ ${whatIf.noChange}`] }
  return asks ? { style: 'warning', lines: asking } : { style: 'good', lines: [`✅ ${whatIf.alone}`] }
}

function approverLines({ approvers, mayAsk }: NonNullable<WhatIfData['asks']>): string[] {
  const { whatIf } = words
  if (approvers.length === 0) return [whatIf.noApprover]
  const names = list(
    approvers.map((name) => escapeMarkdown(name, 60)),
    mostNamed,
  )
  return [whatIf.approvers(names), ...(mayAsk ? [] : [whatIf.mayNotAsk])]
}

function changedParts({ changed }: WhatIfData): Element[] {
  if (!changed) return []
  const { changedTitle, noLonger, isNew, otherwise } = words.whatIf
  const lines = [...effectTexts(changed.gone).map(noLonger), ...effectTexts(changed.added).map(isNew)]
  const block = (text: string, more: object = {}): Element => ({
    type: 'TextBlock',
    text,
    wrap: true,
    ...more,
  })
  return [
    block(changedTitle, { weight: 'Bolder' }),
    ...(lines.length > 0 ? lines : [otherwise]).map((line) => block(line, { spacing: 'Small' })),
  ]
}

function leftOutLines(leftOut: WhatIfData['leftOut']): { line: string }[] {
  const why = Map.groupBy(leftOut, ({ refusal }) => errorText(refusal).what)
  return [...why].map(([what, same]) => {
    const names = same.map(({ tenant }) => escapeMarkdown(tenant.name, 60))
    return { line: words.whatIf.because(list(names, mostNamed), what) }
  })
}

const takesAway: readonly (RequestKind | undefined)[] = ['block', 'remove', 'move']

function actionsOf(data: WhatIfData): Element[] {
  const { plan, asks, kind, set, tenants, refused, mayAct } = data
  if (refused) return wayButtons(waysOn(refused.code, refused.act, refused.facts))
  const [first, ...others] = tenants
  const single = others.length === 0 && kind !== 'add' ? first : undefined
  const show = single
    ? button('openTenant', { tenantId: single.id }, single.name, words.showTenant)
    : button('tenants', {})
  if (!plan || (asks ? !asks.mayAsk : !mayAct)) return [show]
  const away = single
    ? button('cancelToTenant', { tenantId: single.id }, single.name)
    : button('cancelToTenants', {})
  const about = set?.name ?? first?.name
  const emphasized = takesAway.includes(kind) ? dangerous : primary
  if (asks) {
    const title = kind && words.requests.button[kind]
    return [primary(button('requestPlan', { plan: plan.id }, about, title)), away]
  }
  return [emphasized(button('carryOut', { plan: plan.id }, about)), away]
}
