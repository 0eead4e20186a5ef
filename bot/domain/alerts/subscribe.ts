import { type Person, plainPerson } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay, assertRole } from '../people/assert-may.ts'
import type { Role } from '../people/role.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { scopeOf } from '../people/scope.ts'
import type { Severity } from './alert.ts'
import { subscribedTenants } from './conversation-reach.ts'
import { removeWaiting } from './deliveries-store.ts'
import type { Quiet } from './quiet-hours.ts'
import { deliverAt } from './route-alert.ts'
import type { PlaceKind, Subscription } from './subscription.ts'
import {
  endSubscription,
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

/** Viewers may change their personal chat, operators any conversation. */
const roleFor = ({ kind }: Subscriber): Role => (kind === 'personal' ? 'viewer' : 'operator')

/** Their personal chat belongs to them; what a shared one is subscribed to must be in their scope. @throws UserError as `assertMay` */
function assertMayChange(who: Subscriber, touched: readonly Subscription[]): void {
  const tenants = who.kind === 'personal' ? undefined : subscribedTenants(touched)
  if (tenants === undefined) assertRole(who.by, roleFor(who))
  else assertMay(who.by, roleFor(who), tenants)
}

/** Without a tenant: to every tenant of a person with a limited role, or else to all. @throws UserError as `assertMay` */
export async function subscribe(
  deps: Needs,
  who: Subscriber,
  { tenantId, setId, severity }: { tenantId?: string; setId?: string; severity: Severity },
): Promise<void> {
  const role = roleFor(who)
  if (tenantId === undefined) assertRole(who.by, role)
  else assertMay(who.by, role, [tenantId])
  const { address, kind } = who
  const scope = tenantId === undefined ? scopeOf(who.by, role) : [tenantId]
  const filters = scope === 'all' ? [{}] : scope.map((id) => ({ tenantId: id }))
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    const rules = (await findPlaceRules(tx, address)) ?? { timeZone: defaultTimeZone }
    await savePlaceRules(tx, address, { ...rules, kind })
    for (const tenant of filters) {
      const filter = { ...tenant, ...(setId && { setId }) }
      await saveSubscription(tx, { address, ...filter, severity, by, createdAt: at })
      const detail = { address, severity }
      await append(tx, { at, actor: by, action: 'alerts.subscribe', ...filter, result: 'done', detail })
    }
  })
}

/**
 * Ends one or all subscriptions of a conversation; the last one drops its waiting alerts. @returns how many ended
 * @throws UserError as `assertMay` if one of them reaches further than the person's role
 */
export async function unsubscribe(
  deps: Needs,
  who: Subscriber,
  only?: { tenantId?: string; setId?: string },
): Promise<number> {
  const { address } = who
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  return deps.database.transaction(async (tx) => {
    const all = await listSubscriptions(tx, address)
    const ended = only
      ? all.filter(({ tenantId, setId }) => tenantId === only.tenantId && setId === only.setId)
      : all
    assertMayChange(who, ended)
    for (const each of ended) {
      const about = { tenantId: each.tenantId, setId: each.setId }
      // A personal chat shows what its person can see; a shared one, what was subscribed there.
      if (who.kind === 'personal') await removeSubscriptions(tx, address, about)
      else await endSubscription(tx, each, at)
      const detail = { address }
      await append(tx, { at, actor: by, action: 'alerts.unsubscribe', ...about, result: 'done', detail })
    }
    if (ended.length > 0 && ended.length === all.length) await removeWaiting(tx, address)
    return ended.length
  })
}

/**
 * Sets or ends the quiet hours of a conversation and delivers the alerts that no longer have to wait.
 * @throws UserError as `assertMay` if the conversation is subscribed to more than the person's role reaches
 */
export async function setQuietHours(deps: Needs, who: Subscriber, quiet: Quiet | undefined): Promise<void> {
  const { address, kind } = who
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    assertMayChange(who, await listSubscriptions(tx, address))
    const before = await findPlaceRules(tx, address)
    const timeZone = quiet?.timeZone ?? before?.timeZone ?? defaultTimeZone
    await savePlaceRules(tx, address, { kind, timeZone, quiet })
    await deliverAt(deps, tx, address, at)
    const detail = { address, quiet: quiet ?? null }
    await append(tx, { at, actor: by, action: 'alerts.quiet', result: 'done', detail })
  })
}
