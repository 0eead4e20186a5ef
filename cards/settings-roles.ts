import { type OutcomeData, outcomeLine } from './outcome.ts'
import { dotted, escapeMarkdown, list, shortId } from './text.ts'
import type { Role } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface SettingsGroup {
  id: string
  /** Empty when it could not be read. */
  name: string
  /** Absent: it could not be read, or there is no such group. */
  members?: number
  isMissing: boolean
  /** Number of tenants its members are limited to. */
  tenants?: number
  /** Why it could not be read. */
  outcome?: OutcomeData
}

export interface SettingsRole {
  role: Role
  /** Named by object id. */
  people: number
  groups: readonly SettingsGroup[]
}

/** Who has which role: "**approver**: 2 people · Security leads (3 people)". */
export const roleLines = (roles: readonly SettingsRole[]): { line: string }[] =>
  roles.map(({ role, people, groups }) => {
    const named = people > 0 || groups.length === 0 ? words.settings.people(people) : ''
    return { line: `**${words.roles[role].name}:** ${dotted(named, list(groups.map(groupText), 5))}` }
  })

function groupText(group: SettingsGroup): string {
  const { members, tenants } = group
  const only = tenants === undefined ? '' : words.settings.onlyTenants(tenants)
  const count = members === undefined ? words.settings.membersUnread : words.settings.people(members)
  return words.settings.group(groupName(group), [count, only].filter(Boolean).join(', '))
}

/** What the operator must fix so that people have the intended roles. */
export function roleProblems(roles: readonly SettingsRole[], hasNoApprover: boolean): string[] {
  const groups = roles.flatMap(({ groups: own }) => own)
  const distinct = [...new Map(groups.map((group) => [group.id, group])).values()]
  return [
    ...(hasNoApprover ? [words.settings.hasNoApprover] : []),
    ...distinct.flatMap((group) => {
      if (group.isMissing) return [words.settings.groupMissing(groupName(group))]
      return group.members === undefined
        ? [words.settings.groupUnread(groupName(group), group.outcome ? outcomeLine(group.outcome) : '')]
        : []
    }),
  ]
}

const groupName = ({ id, name }: SettingsGroup): string => escapeMarkdown(name, 60) || shortId(id)
