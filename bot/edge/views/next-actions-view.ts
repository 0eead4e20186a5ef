import type { Deps } from '#domain/deps.ts'
import { isBoundElsewhere, listBoundSets } from '#domain/grants/bound-sets.ts'
import { findGroup, type GroupKey, groupWaiting, type WaitingGroup } from '#domain/grants/waiting-groups.ts'
import { listWaiting, type WaitingSet } from '#domain/grants/waiting-store.ts'
import type { Role } from '#domain/people/role.ts'
import type { Scope } from '#domain/people/role-reading.ts'
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
  const { rows, isCut } = await readWaiting(deps, scopeOf(actor, 'viewer'))
  return nextActionsCard({
    now: deps.clock(),
    groups: groupWaiting(rows).map((group) => groupRef(deps, group)),
    tenants: new Set(rows.map(({ tenantId }) => tenantId)).size,
    isCut,
    rights: rightsOf(actor, turn),
    mostAtOnce,
    page,
    notice,
  })
}

/** The tenants of one group in which the person has this role, as they are now. */
export async function readWaitingGroup(
  deps: Pick<Deps, 'catalog' | 'database'>,
  actor: Actor,
  role: Role,
  key: GroupKey,
): Promise<WaitingGroup | undefined> {
  return findGroup((await readWaiting(deps, scopeOf(actor, role))).rows, key)
}

/** Without what can't be granted where it is, because its app is used in another tenant. */
async function readWaiting(
  deps: Pick<Deps, 'catalog' | 'database'>,
  scope: Scope,
): Promise<{ rows: WaitingSet[]; isCut: boolean }> {
  const { db } = deps.database
  const found = await listWaiting(db, scope, mostRead)
  const bound = await listBoundSets(deps, db)
  return { rows: found.filter((row) => !isBoundElsewhere(bound, row)), isCut: found.length === mostRead }
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
