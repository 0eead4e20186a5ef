import layoutJson from './block-confirm.json' with { type: 'json' }
import { button, dangerous, linkButton } from './buttons.ts'
import { type Consequences, consequencesParts } from './consequences.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

export interface BlockConfirmData {
  now: Date
  tenant: TenantRef
  set: SetRef
  /** Version of the grant. */
  version: number
  consequences: Consequences
  /** How many permissions stay granted in Entra; absent = not known. */
  grantsInEntra?: number
  /** How long a block can be undone. */
  undoMinutes: number
  /** Enterprise application in the Entra admin center. */
  entraUrl?: string
  notice?: Notice
}

interface Filled {
  title: string
  subtitle: string
  consequences: Element[]
  staysTitle: string
  stays: string
  undo: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** What blocking stops, what else it affects, and what stays. Nothing is blocked before Confirm block. */
export function blockConfirmCard(data: BlockConfirmData): Card {
  const { tenant, set, consequences, grantsInEntra, undoMinutes } = data
  const { staysTitle, stays, undo } = words.block
  const filled = layout({
    title: words.block.title(escapeMarkdown(set.name)),
    subtitle: words.details.in(namedTenant(tenant)),
    consequences: consequencesParts(consequences),
    staysTitle,
    stays: stays(grantsInEntra),
    undo: undo(undoMinutes),
    actions: actions(data),
  })
  return frame(
    filled,
    `${words.block.title(set.name)} ${words.details.in(tenant.name)}`,
    noticeParts(data.notice, data.now),
  )
}

function actions({ tenant, set, version, entraUrl }: BlockConfirmData): Element[] {
  const ids = { tenantId: tenant.id, setId: set.id }
  return [
    dangerous(button('confirmBlock', { ...ids, v: version }, `${set.name}, ${tenant.name}`)),
    button('whatIf', { of: 'grant.block', with: ids }, `${set.name}, ${tenant.name}`),
    button('cancelToTenant', { tenantId: tenant.id }, tenant.name),
    ...(entraUrl ? [linkButton(words.openInEntra, entraUrl, set.name)] : []),
  ]
}
