import { type FindingData, findingText } from './findings.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, moment, namedTenant, unmarked } from './text.ts'
import type { ExceptionEnd } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** An accepted finding as cards show it. */
export interface ExceptionData {
  id: string
  version: number
  tenant: TenantRef
  /** Absent: about the whole tenant. */
  set?: SetRef
  finding: FindingData
  reason: string
  owner: PersonRef
  by: PersonRef
  approvedBy?: PersonRef
  acceptedAt: Date
  endsAt: Date
  ended?: { because: ExceptionEnd; by?: PersonRef }
}

export interface FilledException {
  what: string
  where: string
  why: string
  state: string
}

/** What is accepted, where, why, by whom, and until when. */
export function exceptionLines(data: ExceptionData, now: Date): FilledException {
  const { finding, tenant, set, reason, owner, by, approvedBy, acceptedAt, endsAt } = data
  const { list } = words.exceptions
  return {
    what: `**${findingText(finding, now, tenant.domain).what}**`,
    where: dotted(namedTenant(tenant), set ? `“${escapeMarkdown(set.name, 60)}”` : list.whole),
    why: list.reason(escapeMarkdown(reason, 500)),
    state: dotted(
      list.until(moment(endsAt, now)),
      list.owner(escapeMarkdown(owner.name, 60)),
      list.by(escapeMarkdown(by.name, 60), moment(acceptedAt, now)),
      approvedBy && list.approvedBy(escapeMarkdown(approvedBy.name, 60)),
    ),
  }
}

/** "Contoso Ltd, Account actions: Password Administrator role is missing", plain: tells the buttons of a list apart. */
export const exceptionAbout = ({ tenant, set, finding }: ExceptionData, now: Date): string =>
  [tenant.name, set?.name, unmarked(findingText(finding, now, tenant.domain).what)].filter(Boolean).join(', ')
