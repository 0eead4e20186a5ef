import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { listSubscriptions } from '#domain/alerts/subscriptions-store.ts'
import type { Deps } from '#domain/deps.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Viewer } from './tenant-view.ts'

/** More don't fit on the card. */
const mostShown = 5

/**
 * Asserts that this conversation has exactly this subscription, because a part of one can't be ended.
 * @throws UserError ALERTS_NOT_ON with the lines that end those that there are, as far as the person can see them
 */
export async function assertSubscribed(
  { database: { db }, catalog }: Pick<Deps, 'database' | 'catalog'>,
  { actor, turn }: Viewer,
  only: { tenantId?: string | undefined; setId?: string | undefined },
): Promise<void> {
  const all = await listSubscriptions(db, placeKeyOf(turn, actor))
  if (all.some(({ tenantId, setId }) => tenantId === only.tenantId && setId === only.setId)) return
  const scope = scopeOf(actor, 'viewer')
  const [lines, titles]: [string[], string[]] = [[], []]
  for (const { tenantId, setId } of all) {
    const tenant = tenantId === undefined ? undefined : await findTenant(db, tenantId)
    const isForeign = tenantId !== undefined && (!tenant || !isInScope(scope, tenantId))
    if (isForeign || lines.length === mostShown) continue
    const set = catalog.sets.find(({ id }) => id === setId)
    lines.push(`alerts off${tenant ? ` in ${tenant.id}` : ''}${set ? ` for ${set.id}` : ''}`)
    titles.push(`alerts off${tenant ? ` in ${tenant.displayName}` : ''}${set ? ` for ${set.name}` : ''}`)
  }
  throw new UserError('ALERTS_NOT_ON', lines.length > 0 ? { lines, titles } : {})
}
