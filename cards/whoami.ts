import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { TenantRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, list, moment, plain, shortId } from './text.ts'
import layoutJson from './whoami.json' with { type: 'json' }
import { noRoleYet } from './whom-to-ask.ts'
import type { Role } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface GroupRef {
  id: string
  /** Empty when it could not be read. */
  name: string
}

export interface WhoamiRole {
  role: Role
  /** Absent: the configuration names the person. */
  group?: GroupRef
  /** The only tenants in which it counts; absent: all. */
  tenants?: readonly TenantRef[]
}

interface WhoamiData {
  now: Date
  name: string
  objectId: string
  tenantId: string
  roles: readonly WhoamiRole[]
  /** Roles through groups that could not be read. */
  unread: readonly { role: Role; group: GroupRef }[]
  /** Why the account in the home tenant has no role at all. */
  refused?: 'guest' | 'disabled' | 'missing'
  /** Whom a person without a role can ask. */
  ask: readonly string[]
  checkedAt: Date
}

interface Filled {
  title: string
  noRole: string
  roles: { line: string; from: string }[]
  unread: { line: string }[]
  ids: { title: string; value: string }[]
  checked: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** The person as the bot sees them: roles, their sources, and the IDs that a configuration needs. */
export function whoamiCard(data: WhoamiData): Card {
  const { name, objectId, tenantId, roles, unread, checkedAt, now } = data
  const text = words.whoami
  const filled = layout({
    title: escapeMarkdown(name) || text.title,
    noRole: noRoleText(data),
    roles: roles.map(filledRole),
    unread: unread.map(({ role, group }) => ({
      line: `❔ ${text.unread(words.roles[role].name, groupName(group))}`,
    })),
    ids: [
      { title: text.objectId, value: escapeMarkdown(objectId) },
      { title: text.tenantId, value: escapeMarkdown(tenantId) },
    ],
    checked: text.checked(moment(checkedAt, now)),
    actions: [...(roles.length > 0 ? [button('tenants', {})] : []), button('help', {})],
  })
  const names = [...new Set(roles.map(({ role }) => words.roles[role].name))].join(', ')
  return frame(filled, `${text.title}: ${plain(name)}. ${text.roles}: ${names || text.none}`)
}

/** A role that could not be checked is not one that is missing. */
function noRoleText({ refused, roles, unread, ask }: WhoamiData): string {
  if (refused) return words.whoami.refused[refused]
  return roles.length === 0 && unread.length === 0 ? noRoleYet(ask) : ''
}

function filledRole({ role, group, tenants }: WhoamiRole): Filled['roles'][number] {
  const names = tenants?.map((tenant) => escapeMarkdown(tenant.name, 60))
  return {
    line: `**${words.roles[role].name}** · ${words.roles[role].may}`,
    from: dotted(
      capital(group ? words.whoami.byGroup(groupName(group)) : words.whoami.byName),
      names ? words.whoami.only(list(names, 5)) : words.whoami.everywhere,
    ),
  }
}

const groupName = ({ id, name }: GroupRef): string => escapeMarkdown(name, 60) || shortId(id)
