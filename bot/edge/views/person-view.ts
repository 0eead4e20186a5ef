import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import type { Card } from '../../../cards/render.ts'
import { type WhoamiRole, whoamiCard } from '../../../cards/whoami.ts'
import type { Actor } from '../teams/actions/actor.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { readTenantRef } from './tenant-ref.ts'

/** How the bot identifies a person, what they may do, which entries give it, and what could not be read. */
export async function showPerson(deps: HandlerDeps, actor: Actor): Promise<Card> {
  const { given, notRead, name, objectId, tenantId, at } = actor
  const byGroup = notRead.length > 0 || given.some(({ from }) => from !== 'configuration')
  const names = byGroup ? await groupNames(deps) : new Map<string, string>()
  const groupRef = (groupId: string) => ({ id: groupId, name: names.get(groupId) ?? '' })
  const roles: WhoamiRole[] = []
  for (const { role, from, scope } of given) {
    const tenants = await tenantsOf(deps, scope)
    roles.push({ role, ...(from !== 'configuration' && { group: groupRef(from.groupId) }), tenants })
  }
  return whoamiCard({
    now: deps.clock(),
    name,
    objectId,
    tenantId,
    roles,
    unread: notRead.map(({ role, groupId }) => ({ role, group: groupRef(groupId) })),
    refused: actor.refused,
    ask: deps.about.contacts,
    checkedAt: at,
  })
}

async function groupNames({ people }: Pick<Deps, 'people'>): Promise<Map<string, string>> {
  const { entries } = await people.describe()
  return new Map(entries.flatMap(({ groups }) => groups.map(({ groupId, name }) => [groupId, name])))
}

/** The tenants of a limited role by name, or by ID if they are not on the list. */
async function tenantsOf(deps: Pick<Deps, 'database'>, scope: Scope): Promise<WhoamiRole['tenants']> {
  if (scope === 'all') return undefined
  return Promise.all(scope.map((id) => readTenantRef(deps, id)))
}
