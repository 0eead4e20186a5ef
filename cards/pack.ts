import { button, linkButton, primary } from './buttons.ts'
import { frame } from './frame.ts'
import layoutJson from './pack.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, moment } from './text.ts'
import { en as words } from './words/en.ts'

export interface PackCardData {
  now: Date
  set: SetRef
  tenant?: TenantRef
  url: string
  markdownUrl: string
  expiresAt: Date
}

const layout = defineLayout<{
  title: string
  what: string
  holds: string
  until: string
  warning: string
  actions: Element[]
}>(layoutJson)

/** The links to the pack, for the person who asked. */
export function packCard({ now, set, tenant, url, markdownUrl, expiresAt }: PackCardData): Card {
  const { card } = words.pack
  const filled = layout({
    title: card.title,
    what: card.what(escapeMarkdown(set.name), escapeMarkdown(tenant?.name ?? '')),
    holds: card.holds(tenant?.name ?? ''),
    until: card.until(moment(expiresAt, now)),
    warning: card.warning,
    actions: [
      primary(linkButton(card.open, url, set.name)),
      linkButton(card.markdown, markdownUrl, set.name),
      tenant
        ? button('details', { tenantId: tenant.id, setId: set.id }, set.name)
        : button('history', { setId: set.id }, set.name),
    ],
  })
  return frame(filled, `${card.title}: ${[set.name, tenant?.name].filter(Boolean).join(', ')}`)
}
