import { button, primary } from './buttons.ts'
import { referenceLine } from './elements/reference.ts'
import { formatEnd } from './format-time.ts'
import { frame } from './frame.ts'
import layoutJson from './opening-reminder.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

interface OpeningReminderData {
  tenant: TenantRef
  set: SetRef
  /** What follows the end: closed by default, or the block of before. */
  closes: 'default' | 'block'
  until: Date
  by: PersonRef
  approvedBy?: PersonRef
  reason?: string
  reference?: string
}

interface Filled {
  title: string
  where: string
  ends: string
  by: string
  reference: string
  reason: string
  keeps: string
  renew: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Reminds whoever opened a set for a time that it ends soon, with the way to a new approval. */
export function openingReminderCard(data: OpeningReminderData): Card {
  const { tenant, set, closes, until, by, approvedBy, reason, reference } = data
  const { reminder, entraKeeps } = words.openings
  const ids = { tenantId: tenant.id, setId: set.id }
  const titleOf = closes === 'default' ? reminder.title : reminder.blocks
  const again = closes === 'default' ? button('openForm', ids, set.name) : button('unblock', ids, set.name)
  const filled = layout({
    title: `⏰ ${titleOf(escapeMarkdown(set.name))}`,
    where: words.details.in(namedTenant(tenant)),
    ends: reminder.ends(formatEnd(until)),
    by: reminder.by(escapeMarkdown(by.name, 60), escapeMarkdown(approvedBy?.name ?? '', 60)),
    reference: referenceLine(reference),
    reason: reason ? words.requests.reason(escapeMarkdown(reason, 300)) : '',
    keeps: entraKeeps,
    renew: closes === 'default' ? reminder.renew : '',
    actions: [primary(again), button('details', ids, set.name)],
  })
  return frame(filled, `${titleOf(set.name)} ${words.details.in(tenant.name)}: ${formatEnd(until)}`)
}
