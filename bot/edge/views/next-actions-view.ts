import type { Deps } from '#domain/deps.ts'
import { findGroup, type GroupKey, groupWaiting, type WaitingGroup } from '#domain/grants/waiting-groups.ts'
import { listWaiting } from '#domain/grants/waiting-store.ts'
import type { Role } from '#domain/people/role.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { type ActionGroup, nextActionsCard } from '../../../cards/next-actions.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { rightsOf } from './refs.ts'
import type { Viewer } from './tenant-view.ts'

/** Sets of which the causes are read; in a larger fleet the worst tenants come first. */
const mostRead = 2_000

/** What the person's tenants wait for, by next action and by who must act. */
export async function showNextActions(
  deps: Deps,
  { actor, turn }: Viewer,
  page: number,
  notice?: Notice,
): Promise<Card> {
  const rows = await listWaiting(deps.database.db, scopeOf(actor, 'viewer'), mostRead)
  return nextActionsCard({
    now: deps.clock(),
    groups: groupWaiting(rows).map((group) => groupRef(deps, group)),
    tenants: new Set(rows.map(({ tenantId }) => tenantId)).size,
    isCut: rows.length === mostRead,
    rights: rightsOf(actor, turn),
    mostAtOnce,
    page,
    notice,
  })
}

/** The tenants of one group in which the person has this role, as they are now. */
export async function readWaitingGroup(
  { database }: Pick<Deps, 'database'>,
  actor: Actor,
  role: Role,
  key: GroupKey,
): Promise<WaitingGroup | undefined> {
  return findGroup(await listWaiting(database.db, scopeOf(actor, role), mostRead), key)
}

function groupRef({ catalog }: Pick<Deps, 'catalog'>, group: WaitingGroup): ActionGroup {
  const { setId, who, code, status, setting, tenants } = group
  const name = catalog.sets.find(({ id }) => id === setId)?.name
  return {
    who,
    status,
    tenants,
    ...(code && { code }),
    ...(setting && { setting }),
    ...(setId && { set: { id: setId, name: name ?? setId } }),
  }
}
