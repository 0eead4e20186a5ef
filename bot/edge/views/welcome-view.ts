import type { Deps } from '#domain/deps.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { countTenants } from '#domain/tenants/tenants-store.ts'
import type { Person } from '#platform/base/person.ts'
import { welcomeCard } from '../../../cards/help.ts'
import type { Card } from '../../../cards/render.ts'

interface Where {
  inChannel: boolean
  addedBy?: string
  /** Known in a personal chat only. */
  reader?: Person
}

/** The card that is posted once when the bot is added to a conversation. */
export async function showWelcome(deps: Deps, { inChannel, addedBy, reader }: Where): Promise<Card> {
  const tenants = reader && (await countFor(deps, reader))
  return welcomeCard({
    now: deps.clock(),
    roles: [],
    suite: deps.catalog.suite,
    inChannel,
    ...(tenants !== undefined && { tenants }),
    ...(addedBy && { addedBy }),
  })
}

/** The tenants that this person can see; undefined without a role. */
async function countFor({ people, database }: Deps, person: Person): Promise<number | undefined> {
  const scope = scopeOf(await people.readRoles(person), 'viewer')
  return scope === 'all' || scope.length > 0 ? countTenants(database.db, scope) : undefined
}
