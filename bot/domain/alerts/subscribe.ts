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
import type { PlaceKind, PlaceRules } from './subscription.ts'
import {
  findPlaceRules,
  listSubscriptions,
  removeSubscriptions,
  savePlaceRules,
  saveSubscription,
} from './subscriptions-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs'>

/** A conversation, and who speaks for it. */
interface Speaking {
  address: string
  kind: PlaceKind
  by: Person & RoleReading
}

const universal = 'UTC'

/**
 * In their own chat everybody who may read decides; what a whole conversation is told is for operators.
 * @throws UserError as `assertMay`
 */
function assertMaySpeakFor({ kind, by }: Speaking, tenantId?: string): void {
  assertMay(by, kind === 'personal' ? 'viewer' : 'operator', tenantId ? [tenantId] : [])
}

/** From now on the conversation is told what fits. Others are told of all tenants only by somebody who has to do with all. @throws UserError as `assertMay` */
export async function subscribe(
  deps: Needs,
  who: Speaking,
  { tenantId, setId, severity }: { tenantId?: string; setId?: string; severity: Severity },
): Promise<void> {
  assertMaySpeakFor(who, tenantId)
  const { address, kind } = who
  const isLimited = kind !== 'personal' && scopeOf(who.by, 'operator') !== 'all'
  if (isLimited && !tenantId) throw new UserError('SCOPE_MISSING', { needs: 'operator' })
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    const rules = (await findPlaceRules(tx, address)) ?? { kind, timeZone: universal }
    await savePlaceRules(tx, address, { ...rules, kind })
    const filter = { ...(tenantId && { tenantId }), ...(setId && { setId }) }
    await saveSubscription(tx, { address, ...filter, severity, by, createdAt: at })
    const detail = { address, severity }
    await append(tx, { at, actor: by, action: 'alerts.subscribe', ...filter, result: 'done', detail })
  })
}

/** Ends one subscription, or all of the conversation; what still waits for it then is not told. @returns how many ended */
export async function unsubscribe(
  deps: Needs,
  who: Speaking,
  only?: { tenantId?: string; setId?: string },
): Promise<number> {
  assertMaySpeakFor(who)
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

/** Sets the quiet hours of the conversation, or ends them; what waited for their end is looked at again. */
export async function setQuietHours(deps: Needs, who: Speaking, quiet: Quiet | undefined): Promise<void> {
  assertMaySpeakFor(who)
  const { address, kind } = who
  const [at, by] = [deps.clock(), plainPerson(who.by)]
  await deps.database.transaction(async (tx) => {
    const before = await findPlaceRules(tx, address)
    const rules: PlaceRules = {
      kind,
      timeZone: quiet?.timeZone ?? before?.timeZone ?? universal,
      ...(quiet && { quiet }),
    }
    await savePlaceRules(tx, address, rules)
    await deliverAt(deps, tx, address, at)
    await append(tx, {
      at,
      actor: by,
      action: 'alerts.quiet',
      result: 'done',
      detail: { address, quiet: quiet ?? null },
    })
  })
}
