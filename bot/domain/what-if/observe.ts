import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Alert } from '../alerts/alert.ts'
import { findAlert } from '../alerts/alerts-store.ts'
import { listDeliveries } from '../alerts/deliveries-store.ts'
import { listAddressesFor } from '../alerts/subscriptions-store.ts'
import { holderKey, mostSpecific } from '../owners/owner.ts'
import { listOwnersOf } from '../owners/owners-store.ts'
import type { Effects } from './effects.ts'
import { listNewEntries, listNewMessages, type ObservedEntry, readLastRows } from './observe-store.ts'
import { differenceOfStates, listWatchedTenants, type ObserveDeps, readState } from './observed-state.ts'

/** What is watched while an act runs. */
export interface Watch {
  by: Pick<Person, 'objectId'>
  /** The tenants that the act is about. */
  tenantIds: readonly string[]
}

export interface Observed<T> {
  result: T
  effects: Effects
  /** The person did something in it: the history says so. */
  acted: boolean
}

/**
 * Runs a part of an act in its transaction and says what it changed, by reading what it has written there. The act itself
 * decides, so what is foreseen and what is done can't differ.
 */
export async function observe<T>(
  deps: ObserveDeps,
  tx: Tx,
  { by, tenantIds }: Watch,
  work: () => Promise<T>,
): Promise<Observed<T>> {
  const watched = await listWatchedTenants(deps, tx, tenantIds)
  const before = await readState(deps, tx, watched)
  const last = await readLastRows(tx)
  const result = await work()
  const entries = await listNewEntries(tx, last)
  const after = await readState(deps, tx, watched)
  const messages = await listNewMessages(tx, last)
  const effects: Effects = {
    entries: entries.map(({ action, tenantId, setId }) => ({
      action,
      ...(tenantId && { tenantId }),
      ...(setId && { setId }),
    })),
    ...differenceOfStates(before, after),
    cards: [...messages, ...(await listAlertCards(tx, entries))],
  }
  const acted = entries.some((entry) => entry.actorId === by.objectId && entry.result === 'done')
  return { result, effects, acted }
}

/** A new alert is posted right after the transaction, to whoever subscribes to it or owns it and hasn't got it. */
async function listAlertCards(
  tx: Tx,
  entries: readonly ObservedEntry[],
): Promise<Effects['cards'][number][]> {
  const cards: Effects['cards'][number][] = []
  for (const { action, alertId } of entries) {
    if (alertId === undefined || (action !== 'alert.open' && action !== 'alert.reopen')) continue
    const alert = await findAlert(tx, alertId)
    if (!alert) continue
    const delivered = (await listDeliveries(tx, alertId)).map(({ address }) => address)
    const wanted = new Set([...(await listAddressesFor(tx, alert)), ...(await listOwnerChats(tx, alert))])
    for (const address of wanted) if (!delivered.includes(address)) cards.push({ kind: 'alert', address })
  }
  return cards
}

/** Of one person; who is in a group is read later. */
async function listOwnerChats(tx: Tx, alert: Alert): Promise<string[]> {
  const owner = mostSpecific(await listOwnersOf(tx, alert), 'owner', alert)
  return owner && 'person' in owner.holder ? [holderKey(owner.holder)] : []
}
