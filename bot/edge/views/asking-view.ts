import type { Deps } from '#domain/deps.ts'
import { windowMinutes } from '#domain/people/own-acts-window.ts'
import { type ApprovalRule, mostAlone } from '#domain/people/second-person.ts'
import type { Order, RequestSnapshot } from '#domain/requests/request.ts'
import { formHash, readSnapshot } from '#domain/requests/snapshot.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Asking } from '../../../cards/asking.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { choicesOf } from './people-names.ts'

/** The part of the hash that detects a change. */
const seenLength = 16

export const seenPart = (hash: string): string => hash.slice(0, seenLength)

export const seenOf = (snapshot: RequestSnapshot): string => seenPart(formHash(snapshot))

/** Why a second person is needed, for the card. */
export const whyOf = (
  { rules }: Pick<Deps, 'rules'>,
  { why, sum }: ApprovalRule,
): Pick<Asking, 'why' | 'sum'> => ({
  why,
  ...(sum && { sum: { ...sum, most: mostAlone, minutes: windowMinutes(rules) } }),
})

/** The facts for a request of a planned grant. */
export async function askingOf(
  deps: Deps,
  actor: Actor,
  {
    order,
    rule,
    typed,
  }: { order: Order; rule: ApprovalRule; typed: Pick<Asking, 'reason' | 'reference' | 'plan'> },
): Promise<Asking> {
  const snapshot = await readSnapshot(deps, deps.database.db, order)
  // A plan says who gets the links.
  if (typed.plan) return { ...whyOf(deps, rule), v: seenOf(snapshot), ...typed }
  const people = await deps.people.listWith('viewer', order.tenantIds)
  const others = people.filter((person) => !isSamePerson(person, actor))
  const signers = await choicesOf(deps.database.db, others)
  return { ...whyOf(deps, rule), v: seenOf(snapshot), signers, ...typed }
}
