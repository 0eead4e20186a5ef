import { button, linkButton, primary } from './buttons.ts'
import { type Consequences, restoredParts } from './consequences.ts'
import { endOf, untilText } from './elements/until-text.ts'
import { frame } from './frame.ts'
import { beyondParts, blockedText, type LiftedBlock, reasonText, statusThen } from './lifted-block.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, namedTenant } from './text.ts'
import layoutJson from './unblock-confirm.json' with { type: 'json' }
import { en as words } from './words/en.ts'

export interface UnblockConfirmData {
  now: Date
  tenant: TenantRef
  set: SetRef
  /** Version of the grant. */
  version: number
  lifted: LiftedBlock
  /** For a time: when the block comes back. */
  until?: Date
  /** Of what is granted beyond the set, so that more of it makes this card outdated. */
  beyondHash: string
  consequences: Consequences
  /** Enterprise application in the Entra admin center. */
  entraUrl?: string | undefined
  notice?: Notice | undefined
}

interface Filled {
  title: string
  subtitle: string
  blocked: string
  reason: string
  until: string
  keeps: string
  back: Element[]
  beyond: Element[]
  statusTitle: string
  status: string
  readAgain: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** What unblocking gives back, who blocked it and why, and the status afterwards. Nothing is unblocked before Confirm unblock. */
export function unblockConfirmCard(data: UnblockConfirmData): Card {
  const { tenant, set, lifted, consequences, now } = data
  const { title, statusTitle, readAgain } = words.unblock
  const filled = layout({
    title: title(escapeMarkdown(set.name)),
    subtitle: words.details.in(namedTenant(tenant)),
    blocked: blockedText(lifted, now),
    reason: reasonText(lifted),
    ...untilText(data.until),
    back: restoredParts(consequences, lifted.usable),
    beyond: beyondParts(lifted),
    statusTitle,
    status: statusThen(lifted),
    readAgain,
    actions: actions(data),
  })
  const says = `${title(set.name)} ${words.details.in(tenant.name)}`
  return frame(filled, says, noticeParts(data.notice, now))
}

function actions({
  tenant,
  set,
  version,
  beyondHash,
  lifted,
  entraUrl,
  until,
}: UnblockConfirmData): Element[] {
  const ids = { tenantId: tenant.id, setId: set.id, ...endOf(until) }
  const about = `${set.name}, ${tenant.name}`
  return [
    primary(button('confirmUnblock', { ...ids, v: version, beyond: beyondHash }, about)),
    button('whatIf', { of: 'grant.unblock', with: ids }, about),
    button('cancelToTenant', { tenantId: tenant.id }, tenant.name),
    ...(entraUrl && lifted.beyond.length > 0 ? [linkButton(words.openInEntra, entraUrl, set.name)] : []),
  ]
}
