import { reasonInput } from './asking.ts'
import { button, linkButton, primary } from './buttons.ts'
import { type FoundPermission, foundLine } from './found-permissions.ts'
import { frame } from './frame.ts'
import layoutJson from './grant-accept.json' with { type: 'json' }
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { escapeMarkdown, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

export interface GrantAcceptData {
  now: Date
  tenant: TenantRef
  set: SetRef
  /** Version of the grant. */
  version: number
  /** Everything that would be accepted, worst tier first. */
  permissions: readonly FoundPermission[]
  /** Enterprise application in the Entra admin center. */
  entraUrl?: string | undefined
  /** The reason that was typed so far. */
  reason?: string
  notice?: Notice | undefined
}

interface Filled {
  title: string
  subtitle: string
  permissions: { line: string }[]
  effect: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** What is granted and not explained, and the reason why it is right. Nothing is accepted before Accept. */
export function grantAcceptCard(data: GrantAcceptData): Card {
  const { tenant, set, permissions, reason = '', now } = data
  const { title, of, effect, label, hint } = words.baselines.accept
  const filled = layout({
    title: title(permissions.length),
    subtitle: of(escapeMarkdown(set.name, 60), words.details.in(namedTenant(tenant))),
    permissions: permissions.map((each) => ({ line: foundLine(each) })),
    effect,
    inputs: [reasonInput({ label, hint, value: reason })],
    actions: actions(data),
  })
  const says = `${title(permissions.length)} ${of(set.name, words.details.in(tenant.name))}`
  return frame(filled, says, noticeParts(data.notice, now))
}

function actions({ tenant, set, version, entraUrl }: GrantAcceptData): Element[] {
  const ids = { tenantId: tenant.id, setId: set.id }
  return [
    primary(button('confirmAccept', { ...ids, v: version }, `${set.name}, ${tenant.name}`)),
    button('cancelToTenant', { tenantId: tenant.id }, tenant.name),
    ...(entraUrl ? [linkButton(words.openInEntra, entraUrl, set.name)] : []),
  ]
}
