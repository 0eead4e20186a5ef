import { shortReference } from './elements/reference.ts'
import { statusText } from './elements/status-marks.ts'
import { formatEnd } from './format-time.ts'
import { findOutcomeWords } from './outcome.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, list, moment } from './text.ts'
import type { HistoryResult, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface HistoryRow {
  at: Date
  /** Absent: Grantkeeper itself. */
  by?: { name: string }
  /** `grant.block`, `sync.all` … */
  action: string
  tenant?: TenantRef
  set?: SetRef
  result: HistoryResult
  /** From one status to another. */
  change?: { from: string; to: string }
  /** A second person decided that it may be done; the readable code of the request. */
  approval?: { by: string; code: string }
  /** Ticket or case number. */
  reference?: string
  /** Of access for a time. */
  until?: Date
  /** A code of this program, or words of a person. */
  reason?: string
}

/** What happened in one minute in one tenant, or to none of them. */
export interface HistoryGroup {
  /** "**Contoso Ltd** · contoso.com · 10:04 UTC". */
  heading: string
  lines: { icon: string; text: string }[]
}

const minuteMs = 60_000
const mostSets = 5

/** Rows that follow each other, by minute and tenant; rows that differ only in their set are one line. */
export function historyGroups(
  rows: readonly HistoryRow[],
  { now, isOfTenant, isOfSet }: { now: Date; isOfTenant: boolean; isOfSet: boolean },
): HistoryGroup[] {
  return runsBy(rows, placeOf).map((inGroup) => {
    const [first] = inGroup as [HistoryRow]
    const said = runsBy(inGroup, actOf)
    return {
      heading: dotted(!isOfTenant && first.tenant && tenantText(first.tenant), moment(first.at, now)),
      lines: said.map((same) => lineOf(same, isOfSet)),
    }
  })
}

const placeOf = ({ at, tenant }: HistoryRow): string =>
  `${Math.floor(at.getTime() / minuteMs)} ${tenant?.id ?? ''}`

/** Everything but the set. An entry without a set stands alone. */
const actOf = ({ set, at: _, ...row }: HistoryRow, at: number): string =>
  JSON.stringify(set ? { ...row, tenant: row.tenant?.id } : at)

/** Neighbors with the same key, together. */
function runsBy<T>(items: readonly T[], keyOf: (item: T, at: number) => string): T[][] {
  const runs: { key: string; items: T[] }[] = []
  for (const [at, item] of items.entries()) {
    const key = keyOf(item, at)
    const last = runs.at(-1)
    if (last?.key === key) last.items.push(item)
    else runs.push({ key, items: [item] })
  }
  return runs.map((run) => run.items)
}

const tenantText = ({ name, domain, isRemoved }: TenantRef): string =>
  dotted(
    `**${escapeMarkdown(name, 60)}**${isRemoved ? ` (${words.history.removed})` : ''}`,
    domain !== '' && domain !== name && escapeMarkdown(domain, 60),
  )

/** Who did what to which sets, with what result, why, and who approved it. */
function lineOf(same: readonly HistoryRow[], isOfSet: boolean): HistoryGroup['lines'][number] {
  const [row] = same as [HistoryRow]
  const { by, action, result, reason, change, approval, reference, until } = row
  const known = Object.hasOwn(words.history.actions, action) ? words.history.actions[action] : undefined
  const [did, tries] = known ?? [escapeMarkdown(action)]
  const tried = result !== 'done' && tries !== undefined
  const sets = isOfSet ? [] : same.flatMap(({ set }) => (set ? [`“${escapeMarkdown(set.name)}”`] : []))
  const who = `**${by ? escapeMarkdown(by.name, 60) : words.history.system}**`
  const what = tried ? words.history.tried(tries) : did
  return {
    icon: words.history.icon[result],
    text: dotted(
      [`${who} ${what}`, list(sets, mostSets)].filter(Boolean).join(': '),
      change && words.history.change(statusOf(change.from), statusOf(change.to)),
      // "tried to" says it as well, and so does the reason of a failure.
      !tried && !reason && words.history.result[result],
      reason && words.history.reason(reasonText(reason)),
      until && words.openings.ends(formatEnd(until)),
      approval &&
        words.history.approvedBy(escapeMarkdown(approval.by, 60), escapeMarkdown(approval.code, 20)),
      shortReference(reference),
    ),
  }
}

/** An older entry can have a status that no longer exists. */
const statusOf = (status: string): string =>
  Object.hasOwn(words.statuses, status) ? statusText(status as Status) : escapeMarkdown(status)

/** Codes become their sentence; anything else was typed by a person. */
function reasonText(reason: string): string {
  const error = Object.hasOwn(words.errors, reason)
    ? words.errors[reason as keyof typeof words.errors]
    : undefined
  const own = Object.hasOwn(words.history.reasons, reason) ? words.history.reasons[reason] : undefined
  return own ?? error?.title ?? findOutcomeWords(reason)?.title ?? escapeMarkdown(reason, 300)
}
