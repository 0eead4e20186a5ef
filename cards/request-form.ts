import { type Asking, askingPart, tenantLines, whyText } from './asking.ts'
import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
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
  asking: Asking
  notice?: Notice
}

interface Filled {
  title: string
  where: { line: string }[]
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
  const where = first ? tenantLines(tenants, namedTenant) : [requests.in(requests.everyTenant)]
  const order = {
    kind,
    tenants: packIds(tenants.map(({ id }) => id)),
    v: asking.v,
    ...(set && { setId: set.id }),
  }
  const away =
    first && tenants.length === 1
      ? button('cancelToTenant', { tenantId: first.id }, first.name)
      : button('cancelToTenants', {})
  const filled = layout({
    title,
    where: where.map((line) => ({ line })),
    effect: requests.effect[kind],
    ...askingPart(kind, asking, now),
    actions: [primary(button('requestOther', order, set?.name, requests.button[kind])), away],
  })
  const plainTitle = requests.form.title(requests.what[kind](set?.name ?? ''))
  return frame(filled, `${plainTitle}. ${whyText(asking, now)}`, noticeParts(data.notice, now))
}
