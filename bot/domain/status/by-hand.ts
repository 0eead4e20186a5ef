import type { Person } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import type { AdditionalSetting, Requirement } from '../catalog/permission-set.ts'
import { daysUntil } from '../catalog/retirement.ts'
import type { Confirmation, GrantMemory } from './memory.ts'

export type ByHandSetting = Extract<AdditionalSetting, { kind: 'byHand' }>

/** What people said about a setting that no API shows. It is never counted as read. */
export type ByHandState =
  | { state: 'confirmed'; at: Date; by: Person; askedAgainAt: Date }
  /** `last`: a confirmation that has run out. */
  | { state: 'unconfirmed'; last?: { at: Date; by: Person; ranOutAt: Date } }
  /** It no longer helps, so nobody is asked. */
  | { state: 'over' }

/** A confirmation belongs to the client ID that the person saw, because some of these settings name it. */
export function byHandState(
  { id, until, askAgainDays }: ByHandSetting,
  {
    requirement,
    memory,
    now,
  }: { requirement: Pick<Requirement, 'clientId'>; memory: GrantMemory; now: Date },
): ByHandState {
  if (until !== undefined && daysUntil(until, now) <= 0) return { state: 'over' }
  const clientId = requirement.clientId.toLowerCase()
  const known = memory.confirmations?.find((each) => each.setting === id && each.clientId === clientId)
  if (!known) return { state: 'unconfirmed' }
  const { at, by } = known
  const askedAgainAt = later(at, hours(24 * askAgainDays))
  return now < askedAgainAt
    ? { state: 'confirmed', at, by, askedAgainAt }
    : { state: 'unconfirmed', last: { at, by, ranOutAt: askedAgainAt } }
}

/** The confirmations with this one, which replaces an earlier one of the same setting. */
export const withConfirmation = (memory: GrantMemory, given: Confirmation): readonly Confirmation[] => [
  ...(memory.confirmations ?? []).filter(({ setting }) => setting !== given.setting),
  given,
]
