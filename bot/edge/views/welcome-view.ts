import { includesRole } from '#domain/people/role.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { countTenantsByFilter } from '#domain/tenants/tenant-list-store.ts'
import type { Person } from '#platform/base/person.ts'
import type { Card } from '../../../cards/render.ts'
import { type WelcomeState, welcomeCard } from '../../../cards/welcome.ts'
import type { ConversationKind } from '../teams/actions/action.ts'
import { readAttentionCorrections } from './attention-corrections-view.ts'
import type { HandlerDeps } from './handler-deps.ts'

type WelcomeDeps = Omit<HandlerDeps, 'chat' | 'cardCache' | 'tables'>

interface Where {
  kind: ConversationKind
  addedBy?: string
  /** Known in a personal chat only. */
  reader?: Person
}

/** The card that is posted once when the bot is added to a conversation. */
export async function showWelcome(deps: WelcomeDeps, { kind, addedBy, reader }: Where): Promise<Card> {
  return welcomeCard({
    now: deps.clock(),
    suite: deps.catalog.suite,
    inChannel: kind !== 'personal',
    state: reader ? await stateFor(deps, reader) : { kind: 'unknown' },
    ...(addedBy && { addedBy }),
  })
}

/** What stands in the tenants that this person can see. */
async function stateFor(deps: WelcomeDeps, person: Person): Promise<WelcomeState> {
  const { people, database, about } = deps
  const reading = await people.readRoles(person)
  const scope = scopeOf(reading, 'viewer')
  if (scope !== 'all' && scope.length === 0) return { kind: 'noRole', ask: about.contacts }
  const { all, needsAction } = await countTenantsByFilter(
    database.db,
    scope,
    await readAttentionCorrections(deps, scope),
  )
  return { kind: 'tenants', all, needsAction, mayAdd: includesRole(reading.roles, 'approver') }
}
