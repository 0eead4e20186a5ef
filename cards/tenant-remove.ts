import { button, dangerous } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import layoutJson from './tenant-remove.json' with { type: 'json' }
import { dotted, escapeMarkdown, shortId } from './text.ts'
import { en as words } from './words/en.ts'

export interface TenantRemoveData {
  now: Date
  tenant: TenantRef
  /** Version of the tenant. */
  version: number
  /** Enterprise applications that stay in Entra with their permissions. */
  stays: readonly { set: SetRef; permissions: number }[]
  /** Grantkeeper's own reader app stays as well. */
  connectionStays: boolean
  /** Links that end with it. */
  openLinks: number
  /** Sets whose block outlives the tenant. */
  blocked: readonly SetRef[]
}

interface Filled {
  title: string
  subtitle: string
  effects: string
  links: string
  blocks: string
  staysTitle: string
  stays: { line: string }[]
  how: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** What removing a tenant ends here and what it leaves in Entra, before it is confirmed. */
export function tenantRemoveCard(data: TenantRemoveData): Card {
  const { tenant, version, openLinks, blocked } = data
  const lines = staying(data)
  const filled = layout({
    title: words.remove.title(escapeMarkdown(tenant.name)),
    subtitle: dotted(escapeMarkdown(tenant.domain), shortId(tenant.id)),
    effects: words.remove.effects,
    links: openLinks > 0 ? words.remove.links(openLinks) : '',
    blocks: blocked.length > 0 ? words.remove.blocks(blocked.map(({ name }) => escapeMarkdown(name))) : '',
    staysTitle: words.remove.stays,
    stays: (lines.length > 0 ? lines : [words.remove.nothing]).map((line) => ({ line })),
    how: lines.length > 0 ? words.remove.how : '',
    actions: [
      dangerous(button('confirmRemove', { tenantId: tenant.id, v: version }, tenant.name)),
      button('whatIf', { of: 'tenant.remove', with: { tenantId: tenant.id } }, tenant.name),
      button('cancelToTenant', { tenantId: tenant.id }, tenant.name),
    ],
  })
  return frame(filled, `${words.remove.title(tenant.name)} ${words.remove.effects}`)
}

function staying({ stays, connectionStays }: TenantRemoveData): string[] {
  const sets = stays.map(({ set, permissions }) => words.remove.stay(escapeMarkdown(set.name), permissions))
  return [...sets, ...(connectionStays ? [words.remove.reader] : [])]
}
