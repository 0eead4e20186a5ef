import type { Alert } from '#domain/alerts/alert.ts'
import { findDelivery } from '#domain/alerts/deliveries-store.ts'
import type { Deps } from '#domain/deps.ts'
import { holderName, mostSpecific, type OwnerPart } from '#domain/owners/owner.ts'
import { listOwnersOf } from '#domain/owners/owners-store.ts'
import { holderProblems } from '#domain/owners/read-holders.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import type { AlertCardData } from '../../../cards/alert-data.ts'

/** To whom an alert belongs, and why it is in this chat if it doesn't belong to its person. */
export async function readAlertOwner(
  { database: { db } }: Pick<Deps, 'database'>,
  alert: Alert,
  address: Address,
): Promise<Pick<AlertCardData, 'owner' | 'deputy' | 'passed'>> {
  const owners = await listOwnersOf(db, alert)
  const nameOf = (part: OwnerPart): string | undefined => {
    const found = mostSpecific(owners, part, alert)
    return found && holderName(found.holder)
  }
  const [owner, deputy] = [nameOf('owner'), nameOf('deputy')]
  const via = 'person' in address ? (await findDelivery(db, alert.id, addressKey(address)))?.via : undefined
  const names = { ...(owner !== undefined && { owner }), ...(deputy !== undefined && { deputy }) }
  if (via?.as === 'deputy') return { ...names, passed: { as: 'deputy' } }
  if (via?.as !== 'approvers') return names
  const [part, why] = via.why?.split('.') ?? []
  const problem = holderProblems.find((each) => each === why) ?? 'unreached'
  const name = (part === 'deputy' ? deputy : owner) ?? ''
  return name === '' ? names : { ...names, passed: { as: 'approvers', name, problem } }
}
