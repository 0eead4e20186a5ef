import { button, primary } from './buttons.ts'
import layoutJson from './campaign-reminder.json' with { type: 'json' }
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { age, capital, dotted, escapeMarkdown, moment, namedTenant } from './text.ts'
import type { CampaignStage } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface CampaignReminderData {
  now: Date
  campaignId: number
  set: SetRef
  by: PersonRef
  at: Date
  /** It came by itself on this day of the campaign; `nextDay`: when it comes again. */
  day?: number
  nextDay?: number | undefined
  /** Consents that this person started and that are not finished. */
  yours: readonly { tenant: TenantRef; stage: CampaignStage; movedAt: Date; consentId: string }[]
  /** Tenants not started yet, if this person can start them; as many as one plan takes. */
  toStart: readonly string[]
}

interface Filled {
  title: string
  from: string
  over: string
  yoursTitle: string
  yours: { name: string; text: string; actions: Element[] }[]
  notStarted: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const shown = 5

function fromLine({ by, at, day, nextDay, now }: CampaignReminderData): string {
  const text = words.campaigns.reminder
  if (day === undefined) return text.from(escapeMarkdown(by.name, 60), moment(at, now))
  return dotted(text.byItself(day), nextDay === undefined ? text.last : text.again(nextDay))
}

/** Reminds one person of their pending work, with the buttons for it. */
export function campaignReminderCard(data: CampaignReminderData): Card {
  const { set, now, yours, toStart, campaignId } = data
  const text = words.campaigns.reminder
  const start = button('update', { setId: set.id, tenantIds: toStart }, set.name)
  const filled = layout({
    title: `⏰ ${text.title(escapeMarkdown(set.name))}`,
    from: fromLine(data),
    over: yours.length + toStart.length === 0 ? text.over : '',
    yoursTitle: yours.length > 0 ? text.yours(yours.length) : '',
    yours: yours.slice(0, shown).map(({ tenant, stage, movedAt, consentId }) => ({
      name: namedTenant(tenant),
      text: dotted(capital(words.campaigns.stage[stage]), words.campaigns.since(age(movedAt, now))),
      actions: [button('showConsent', { consentId }, tenant.name)],
    })),
    notStarted: toStart.length > 0 ? text.notStarted(toStart.length) : '',
    actions: [
      ...(toStart.length > 0 ? [primary(start)] : []),
      button('showCampaign', { campaignId }, set.name),
    ],
  })
  return frame(filled, text.title(set.name))
}
