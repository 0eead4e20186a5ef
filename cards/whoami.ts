import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { escapeMarkdown } from './text.ts'
import layoutJson from './whoami.json' with { type: 'json' }
import type { Role } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface WhoamiData {
  now: Date
  name: string
  objectId: string
  tenantId: string
  roles: readonly Role[]
}

interface Filled {
  title: string
  noRole: string
  roles: { line: string }[]
  ids: { title: string; value: string }[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Whom the bot takes a person for: the ids that a configuration needs, and what the roles allow. */
export function whoamiCard({ name, objectId, tenantId, roles }: WhoamiData): Card {
  const names = roles.map((role) => words.roles[role].name).join(', ')
  const filled = layout({
    title: escapeMarkdown(name) || words.whoami.title,
    noRole: roles.length === 0 ? words.whoami.noRole : '',
    roles: roles.map((role) => ({ line: `**${words.roles[role].name}** · ${words.roles[role].may}` })),
    ids: [
      { title: words.whoami.objectId, value: escapeMarkdown(objectId) },
      { title: words.whoami.tenantId, value: escapeMarkdown(tenantId) },
    ],
    actions: [...(roles.length > 0 ? [button('tenants', {})] : []), button('help', {})],
  })
  return frame(filled, `${words.whoami.title}: ${name}. ${words.whoami.roles}: ${names || words.whoami.none}`)
}
