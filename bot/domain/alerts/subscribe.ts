import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { scopeOf } from '../people/scope.ts'
import type { Severity } from './alert.ts'
import { removeWaiting } from './deliveries-store.ts'
import type { Quiet } from './quiet-hours.ts'
import { deliverAt } from './route-alert.ts'
import type { PlaceKind } from './subscription.ts'
import {
  findPlaceRules,
  listSubscriptions,
  removeSubscriptions,
  savePlaceRules,
  saveSubscription,
} from './subscriptions-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs'>

/** A conversation and the person who changes its subscriptions. */
interface Subscriber {
  address: string
  kind: PlaceKind
  by: Person & RoleReading
}

const defaultTimeZone = 'UTC'

/** Viewers may change their personal chat, operators any conversation. @throws UserError as `assertMay` */
function assertMayChange({ kind, by }: Subscriber, tenantId?: string): void {
  assertMay(by, kind === 'personal' ? 'viewer' : 'operator', tenantId ? [tenantId] : [])
}

/** Subscribing a shared conversation to all tenants needs a scope of all tenants. @throws UserError as `assertMay` */
export async function subscribe(
  deps: Needs,
  who: Subscriber,
  { tenantId, setId, severity }: { tenantId?: string; setId?: string; severity: Severity },
): Promise<void> {
  assertMayChange(who, tenantId)
  const { address, kind } = who
  const isLimited = kind !== 'personal' && scopeOf(who.by, 'operator') !== 'all'
  if (isLimited && !tenantId) throw new UserError('SCOPE_MISSING', { needs: 'operator' })
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    const rules = (await findPlaceRules(tx, address)) ?? { timeZone: defaultTimeZone }
    await savePlaceRules(tx, address, { ...rules, kind })
    const filter = { ...(tenantId && { tenantId }), ...(setId && { setId }) }
    await saveSubscription(tx, { address, ...filter, severity, by, createdAt: at })
    const detail = { address, severity }
    await append(tx, { at, actor: by, action: 'alerts.subscribe', ...filter, result: 'done', detail })
  })
}

/** Ends one or all subscriptions of a conversation; the last one drops its waiting alerts. @returns how many ended */
export async function unsubscribe(
  deps: Needs,
  who: Subscriber,
  only?: { tenantId?: string; setId?: string },
): Promise<number> {
  assertMayChange(who)
  const { address } = who
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  return deps.database.transaction(async (tx) => {
    const ended = await removeSubscriptions(tx, address, only)
    if (ended === 0) return 0
    if ((await listSubscriptions(tx, address)).length === 0) await removeWaiting(tx, address)
    const detail = { address, ended }
    await append(tx, { at, actor: by, action: 'alerts.unsubscribe', ...only, result: 'done', detail })
    return ended
  })
}

/** Sets or ends the quiet hours of a conversation and delivers the alerts that no longer have to wait. */
export async function setQuietHours(deps: Needs, who: Subscriber, quiet: Quiet | undefined): Promise<void> {
  assertMayChange(who)
  const { address, kind } = who
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    const before = await findPlaceRules(tx, address)
    const timeZone = quiet?.timeZone ?? before?.timeZone ?? defaultTimeZone
    await savePlaceRules(tx, address, { kind, timeZone, quiet })
    await deliverAt(deps, tx, address, at)
    const detail = { address, quiet: quiet ?? null }
    await append(tx, { at, actor: by, action: 'alerts.quiet', result: 'done', detail })
  })
}
