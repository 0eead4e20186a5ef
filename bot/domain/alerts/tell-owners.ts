import type { Person } from '#platform/base/person.ts'
import { later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { isRefusing } from '#platform/outbox/refusing-store.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import {
  holderName,
  mostSpecific,
  type OwnerPart,
  type Ownership,
  tenantsOfBelonging,
} from '../owners/owner.ts'
import { listOwnersOf } from '../owners/owners-store.ts'
import { readHolder } from '../owners/read-holders.ts'
import type { Queues } from '../queues.ts'
import type { Alert } from './alert.ts'
import { findAlert } from './alerts-store.ts'
import { addWaiting, type Via } from './deliveries-store.ts'
import { appendAct } from './note-act.ts'
import { refreshAlert } from './post-event.ts'
import { deliverSoon } from './route-alert.ts'
import { type AlertNeeds, enqueueOwners } from './write-alert.ts'

type Needs = AlertNeeds & Pick<Deps, 'database' | 'people' | 'rules'>
type Step = Queues['alerts.owners']['step']

/** Who gets the alert in their own chat, and why. */
interface Told {
  people: readonly Person[]
  via: Via
  /** Who holds the part, for the history. */
  holder: string
}

/**
 * Posts an alert to its owner or, if it is still open after a while, to the deputy: one card in the own chat of each, which is
 * the one of a subscription if there is one. Where nobody is there who may see it, or the bot can't write to them, the
 * approvers get it and are told why.
 * @throws OutsideError when a role or a group can't be read; the job is then retried
 */
export async function tellOwners(deps: Needs, order: Queues['alerts.owners']): Promise<Commit> {
  const { alertId, step } = order
  const { db } = deps.database
  const seen = await findAlert(db, alertId)
  const owners = seen ? await listOwnersOf(db, seen) : []
  const told = seen && isTold(seen, step) ? await readTold(deps, seen, owners, order) : []
  const hasDeputy = seen !== undefined && mostSpecific(owners, 'deputy', seen) !== undefined
  return async (tx) => {
    const alert = await findAlert(tx, alertId)
    if (!alert || !isTold(alert, step)) return
    for (const each of told) await tell(deps, tx, alert, each)
    if (step === 'owner' && hasDeputy) await enqueueDeputy(deps, tx, alert)
  }
}

/** A deputy hears of what nobody has answered; the owner of everything that isn't asleep or over. */
const isTold = ({ state }: Alert, step: Step): boolean =>
  state === 'open' || (step === 'owner' && state === 'acknowledged')

async function readTold(
  deps: Needs,
  alert: Alert,
  owners: readonly Ownership[],
  { step, address }: Queues['alerts.owners'],
): Promise<Told[]> {
  const part: OwnerPart = step === 'deputy' ? 'deputy' : 'owner'
  const ownership = mostSpecific(owners, part, alert)
  if (!ownership) return []
  const holder = holderName(ownership.holder)
  const { people, unfit } = await readHolder(deps, ownership.holder, tenantsOfBelonging(alert))
  const isReached = unfit === undefined && (await reachesSomebody(deps.database.db, people, address))
  const own: Told[] = people.length > 0 ? [{ people, via: { as: part }, holder }] : []
  if (isReached) return own
  const approvers = await deps.people.listWith('approver', tenantsOfBelonging(alert))
  const why = `${part}.${unfit ?? 'unreached'}`
  return [
    ...own,
    { people: approvers.filter((each) => !isAmong(people, each)), via: { as: 'approvers', why }, holder },
  ]
}

const isAmong = (people: readonly Person[], { objectId }: Person): boolean =>
  people.some((each) => each.objectId === objectId)

/** `refusing`: an address that refuses, whatever was known before. */
async function reachesSomebody(db: Db, people: readonly Person[], refusing?: string): Promise<boolean> {
  for (const person of people)
    if (addressKey({ person }) !== refusing && !(await isRefusing(db, person))) return true
  return false
}

async function tell(deps: Needs, tx: Tx, alert: Alert, { people, via, holder }: Told): Promise<void> {
  const now = deps.clock()
  const keys = people.map((person) => addressKey({ person }))
  const fresh = await addWaiting(tx, alert.id, keys, { now, via })
  for (const address of fresh) await deliverSoon(deps, tx, address)
  if (fresh.length < keys.length) await refreshAlert(deps, tx, alert)
  if (via.as === 'owner' || fresh.length === 0) return
  const to = people.map(({ name, objectId }) => name || objectId)
  const action = via.as === 'deputy' ? 'alert.passOn' : 'alert.fallBack'
  await appendAct(deps, tx, alert, { action, reason: via.why ?? 'ownerSilent', detail: { holder, to } })
}

/** Counts from the opening; after a snooze, from its end. */
function enqueueDeputy(deps: Needs, tx: Tx, { id, openedAt, marks }: Alert): Promise<void> {
  const now = deps.clock()
  const from = marks.snoozed ? now : openedAt
  const runAt = new Date(Math.max(now.getTime(), later(from, deps.rules.deputyAfterMs).getTime()))
  return enqueueOwners(deps, tx, { alertId: id, step: 'deputy' }, runAt)
}
