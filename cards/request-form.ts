import { type Asking, askingPart, whyText } from './asking.ts'
import { button, dangerous, primary } from './buttons.ts'
import { type Consequences, consequencesParts } from './consequences.ts'
import { endInputs } from './elements/end-input.ts'
import { formatEnd } from './format-time.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { planPage, planPageButtons, planPageText } from './plan-pages.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './request-form.json' with { type: 'json' }
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, namedTenant } from './text.ts'
import type { RequestKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface RequestFormData {
  now: Date
  kind: RequestKind
  set?: SetRef
  /** Empty: all tenants. */
  tenants: readonly TenantRef[]
  /** Of the tenant to add, as it was typed. */
  domain?: string
  /** Default: the first one. */
  page?: number
  /** Of a block. */
  consequences?: Consequences
  /** Of access for a time. */
  opening?: OpeningForm
  asking: Asking
  notice?: Notice
}

/** When access for a time is to end; `isPicked`: on this form, at most `latest`. */
export interface OpeningForm {
  until: Date
  latest?: Date | undefined
  isPicked: boolean
  /** Longest opening. */
  hours?: number
  /** It is open until then already. */
  openUntil?: Date | undefined
}

interface Filled {
  title: string
  where: { line: string }[]
  page: string
  consequences: Element[]
  until: { line: string }[]
  effect: string
  why: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Asks for the reason of a request and shows what an approval does. Nothing is requested before the button. */
export function requestFormCard(data: RequestFormData): Card {
  const { kind, set, tenants, asking, now } = data
  const { requests } = words
  const title = requests.form.title(requests.what[kind](escapeMarkdown(set?.name ?? '')))
  const [first] = tenants
  const tenantIds = tenants.map(({ id }) => id)
  const end = data.opening && !data.opening.isPicked && { until: data.opening.until.toISOString() }
  const order = { kind, tenantIds, ...(set && { setId: set.id }), ...end, plan: asking.plan }
  const emphasized = kind === 'block' ? dangerous : primary
  const rows = tenants.map((tenant) => ({ line: namedTenant(tenant) }))
  const { shown, ...place } = planPage(rows, data.page, order)
  const { next, previous } = planPageButtons(order, place)
  const isLast = next.length === 0
  const away =
    first && tenants.length === 1
      ? button('cancelToTenant', { tenantId: first.id }, first.name)
      : button('cancelToTenants', {})
  const filled = layout({
    title,
    where: where(tenants, shown),
    page: planPageText(place),
    consequences: consequencesParts(data.consequences),
    until: untilLines(data.opening).map((line) => ({ line })),
    effect: requests.effect[kind],
    ...(isLast ? inputsOf(data) : { why: whyText(asking, now), inputs: [] }),
    actions: [...(isLast ? [emphasized(requestButton(data))] : next), ...previous, away],
  })
  const plainTitle = requests.form.title(requests.what[kind](set?.name ?? ''))
  return frame(filled, `${plainTitle}. ${whyText(asking, now)}`, noticeParts(data.notice, now))
}

const pickedOf = ({ opening, now }: RequestFormData) =>
  opening?.isPicked ? endInputs({ now, until: opening.until, latest: opening.latest }) : undefined

/** The end comes first: the reason is about it. */
function inputsOf(data: RequestFormData): { why: string; inputs: Element[] } {
  const { kind, asking, now } = data
  const { why, inputs } = askingPart(kind, asking, now)
  const picked = pickedOf(data)
  return { why, inputs: picked ? [...picked.inputs, ...inputs] : inputs }
}

function untilLines(opening: OpeningForm | undefined): string[] {
  if (!opening) return []
  const { until, isPicked, hours, openUntil } = opening
  const { openings } = words
  return [
    ...(isPicked ? [] : [openings.until(formatEnd(until))]),
    ...(openUntil ? [openings.untilNow(formatEnd(openUntil))] : []),
    ...(hours === undefined ? [] : [openings.most(hours)]),
    ...(isPicked ? [] : [openings.entraKeeps]),
  ]
}

function where(tenants: readonly TenantRef[], shown: readonly { line: string }[]): { line: string }[] {
  const { in: inside, everyTenant } = words.requests
  if (tenants.length === 0) return [{ line: inside(everyTenant) }]
  return tenants.length === 1 ? [...shown] : [{ line: inside(words.tenants(tenants.length)) }, ...shown]
}

function requestButton(data: RequestFormData): Element {
  const { kind, set, tenants, asking, domain, opening } = data
  const order = {
    kind,
    tenants: packIds(tenants.map(({ id }) => id)),
    v: asking.v,
    ...(set && { setId: set.id }),
    ...(domain && { domain }),
    ...(opening && !opening.isPicked && { until: opening.until.toISOString() }),
    ...pickedOf(data)?.data,
    ...(asking.plan && { plan: asking.plan }),
  }
  return button('requestOther', order, set?.name, words.requests.button[kind])
}
