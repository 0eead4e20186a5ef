import type { Person } from '#platform/base/person.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { isConfirmed, viewOfSet } from '../status/apply-facts.ts'
import { nameGranted } from '../status/compare-permissions.ts'
import type { GrantedId } from '../status/granted-id.ts'
import { areAmong, grantedIds, keysOfRequired } from '../status/granted-ids.ts'
import type { GrantMemory } from '../status/memory.ts'
import { type Baseline, type Baselines, type Explanation, explainedIds } from './baseline.ts'

/** A consent link of a tenant that was opened, as far as it can explain what is granted there. */
export interface OpenedLink {
  setId: string
  clientId: string
  code: string
  holder: Person
  openedAt: Date
  /** Until when a consent through it can become visible; absent: it has not ended. */
  until?: Date
  isVerified: boolean
  /** What the list that it is bound to grants. */
  bound: ReadonlySet<GrantedId>
  /** Keys or names of what was there beyond the list before; anything else beyond it is an alert of the link. Absent: not watched now. */
  had?: ReadonlySet<string>
}

export interface ExplainedRead {
  /** Set id → everything that is explained there. */
  explained: ReadonlyMap<string, ReadonlySet<GrantedId>>
  /** New and changed baselines; the caller stores them. */
  made: readonly Baseline[]
  changed: readonly Baseline[]
  /** Something is granted that is not explained. */
  isOpen: boolean
}

interface Question {
  tenantId: string
  read: TenantRead
  requirements: readonly Requirement[]
  /** Set id → what is stored before the read. */
  memories: ReadonlyMap<string, GrantMemory>
  baselines: Baselines
  links: readonly OpenedLink[]
}

/**
 * What explains the grants that a read shows. The first complete read of a set makes its baseline; where facts were stored
 * before there were baselines, they are that first read. A failed, cut, or outdated read explains nothing. Pure.
 */
export function explainRead(question: Question): ExplainedRead {
  const explained = new Map<string, ReadonlySet<GrantedId>>()
  const [made, changed]: [Baseline[], Baseline[]] = [[], []]
  let isOpen = false
  for (const requirement of question.requirements) {
    const { setId } = requirement
    const view = viewOfSet(question.read, setId)
    const before = question.memories.get(setId)
    if (view?.connection !== 'ok' || !view.result.read) continue
    if (before?.facts && before.facts.at > view.at) continue
    const stored = question.baselines.get(setId)
    const facts = { at: view.at, value: view.result.value }
    const next = explainSet(question, { requirement, before, facts, stored })
    if (!stored) made.push(next)
    else if (next !== stored) changed.push(next)
    const ids = explainedIds(next)
    explained.set(setId, ids)
    isOpen ||= !areAmong(grantedIds(facts.value), ids)
  }
  return { explained, made, changed, isOpen }
}

interface SetQuestion {
  requirement: Requirement
  before: GrantMemory | undefined
  facts: { at: Date; value: SetFacts }
  stored: Baseline | undefined
}

/** The same object if nothing changes. */
function explainSet({ tenantId, links }: Question, given: SetQuestion): Baseline {
  const { requirement, before, facts, stored } = given
  const granted = grantedIds(facts.value)
  const start = stored?.clientId === requirement.clientId ? stored : makeBaseline(tenantId, given)
  const base = withoutGone(start, given)
  const known = explainedIds(base)
  if (areAmong(granted, known)) return base
  const mine = links.filter(
    (link) =>
      link.setId === requirement.setId && link.clientId === requirement.clientId && link.openedAt <= facts.at,
  )
  const more = [...granted]
    .filter((id) => !known.has(id))
    .flatMap((id) => explainOne(id, { mine, before, requirement, at: facts.at }) ?? [])
  return more.length > 0 ? { ...base, later: [...base.later, ...more] } : base
}

/**
 * What is gone has no excuse when it comes back: what a link brought beyond its list, and after two reads a minute apart
 * whatever the set doesn't require. The same object if nothing is.
 */
function withoutGone(baseline: Baseline, { requirement, before, facts }: SetQuestion): Baseline {
  const granted = grantedIds(facts.value)
  const { ids: required } = keysOfRequired(requirement.permissions)
  const last = before?.facts
  const isLate = last !== undefined && required.size > 0 && isConfirmed(last.at, facts.at)
  const isOver = (id: GrantedId): boolean =>
    isLate && !required.has(id) && !granted.has(id) && !grantedIds(last.value).has(id)
  const isGone = ({ id, how }: Explanation): boolean => isOver(id) || (how === 'beyond' && !granted.has(id))
  if (!baseline.first.some(isOver) && !baseline.later.some(isGone)) return baseline
  const first = baseline.first.filter((id) => !isOver(id))
  return { ...baseline, first, later: baseline.later.filter((each) => !isGone(each)) }
}

function makeBaseline(tenantId: string, { requirement, before, facts, stored }: SetQuestion): Baseline {
  const { setId, clientId } = requirement
  // Another enterprise application begins anew: the stored facts are those of the one before.
  const { at, value } = (stored ? undefined : before?.facts) ?? facts
  return { tenantId, setId, clientId, madeAt: at, first: [...grantedIds(value)].toSorted(), later: [] }
}

function explainOne(
  id: GrantedId,
  {
    mine,
    before,
    requirement,
    at,
  }: { mine: readonly OpenedLink[]; before: GrantMemory | undefined; requirement: Requirement; at: Date },
): Explanation | undefined {
  const since = before?.unexplained?.find((each) => each.id === id)?.since
  // Only what this read is the first to show can have come through a link that is not verified.
  const isNew = ({ openedAt, until, isVerified }: OpenedLink): boolean =>
    isVerified || ((since === undefined || since >= openedAt) && wasOpen(until, before?.facts?.at ?? at))
  const link = mine.findLast((each) => each.bound.has(id) && isNew(each))
  if (link) return { id, how: 'link', at, by: link.holder, code: link.code }
  const [named] = nameGranted([id], requirement)
  const identity = named?.key ?? named?.name ?? id
  const other = since ? undefined : mine.find(({ bound, had }) => had && !bound.has(id) && !had.has(identity))
  return other && { id, how: 'beyond', at, by: other.holder, code: other.code }
}

/**
 * The last read before this one did not come after the end of the link, so what is new can have come through it. Without one,
 * as after the tenant was added again, this read must not.
 */
const wasOpen = (until: Date | undefined, lastRead: Date): boolean => until === undefined || lastRead < until
