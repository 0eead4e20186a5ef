import { type Asking, askingPart, whyText } from './asking.ts'
import { button, dangerous, primary } from './buttons.ts'
import { type Consequences, consequencesParts } from './consequences.ts'
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
  asking: Asking
  notice?: Notice
}

interface Filled {
  title: string
  where: { line: string }[]
  page: string
  consequences: Element[]
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
  const order = { kind, tenantIds, ...(set && { setId: set.id }) }
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
    effect: requests.effect[kind],
    ...(isLast ? askingPart(kind, asking, now) : { why: whyText(asking, now), inputs: [] }),
    actions: [...(isLast ? [emphasized(requestButton(data))] : next), ...previous, away],
  })
  const plainTitle = requests.form.title(requests.what[kind](set?.name ?? ''))
  return frame(filled, `${plainTitle}. ${whyText(asking, now)}`, noticeParts(data.notice, now))
}

function where(tenants: readonly TenantRef[], shown: readonly { line: string }[]): { line: string }[] {
  const { in: inside, everyTenant } = words.requests
  if (tenants.length === 0) return [{ line: inside(everyTenant) }]
  return tenants.length === 1 ? [...shown] : [{ line: inside(words.tenants(tenants.length)) }, ...shown]
}

function requestButton({ kind, set, tenants, asking, domain }: RequestFormData): Element {
  const order = {
    kind,
    tenants: packIds(tenants.map(({ id }) => id)),
    v: asking.v,
    ...(set && { setId: set.id }),
    ...(domain && { domain }),
  }
  return button('requestOther', order, set?.name, words.requests.button[kind])
}
