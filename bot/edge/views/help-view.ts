import { appsOfSet } from '#domain/catalog/find.ts'
import { limitedApps } from '#domain/grants/tenant-limit.ts'
import { roles } from '#domain/people/role.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { listTenants } from '#domain/tenants/tenant-list-store.ts'
import { allCommandsCard, type HelpData, helpCard } from '../../../cards/help.ts'
import type { Card } from '../../../cards/render.ts'
import type { HelpTask } from '../../../cards/words/codes.ts'
import { may } from '../teams/actions/actor.ts'
import type { HandlerDeps } from './handler-deps.ts'
import type { Viewer } from './tenant-view.ts'

/** What this person can do, by task, with examples about what they can see. */
export async function showHelp(
  deps: HandlerDeps,
  viewer: Viewer,
  { task: open, asked }: { task: HelpTask; asked?: string | undefined },
): Promise<Card> {
  return helpCard({
    ...commandsFor(deps, viewer),
    suite: deps.catalog.suite,
    names: await namesFor(deps, viewer),
    open,
    ...(asked !== undefined && { asked }),
    ask: deps.about.contacts,
  })
}

/** Every command of this person. */
export const showAllCommands = (deps: HandlerDeps, viewer: Viewer): Card =>
  allCommandsCard(commandsFor(deps, viewer))

const commandsFor = ({ clock }: HandlerDeps, { actor, turn }: Viewer) => ({
  now: clock(),
  may: roles.filter((role) => may(actor, role)),
  inChannel: turn.conversationKind !== 'personal',
})

/** The tenant that needs most, a set that any tenant can have, and the first permission of it that leads furthest. */
async function namesFor({ catalog, database }: HandlerDeps, { actor }: Viewer): Promise<HelpData['names']> {
  const scope = scopeOf(actor, 'viewer')
  const { tenants } = await listTenants(database.db, { filter: 'all', scope, limit: 1, offset: 0 })
  const [tenant] = tenants
  const anywhere = catalog.sets.find((each) => limitedApps(appsOfSet(catalog, each)).length === 0)
  const set = anywhere ?? catalog.sets[0]
  const permission = set?.permissions.toSorted((a, b) => a.tier - b.tier)[0]
  return {
    ...(tenant && { tenant: { id: tenant.id, name: tenant.displayName } }),
    ...(set && { set: { id: set.id, name: set.name } }),
    ...(permission && { permission: { id: permission.value, name: permission.value } }),
  }
}
