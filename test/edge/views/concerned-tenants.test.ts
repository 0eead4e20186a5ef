import { expect, it } from 'vitest'
import type { Turn } from '#edge/teams/actions/action.ts'
import { type Actor, requireReach } from '#edge/teams/actions/actor.ts'
import { namedBy, namedOr, type Reach } from '#edge/teams/actions/reach.ts'
import { concernedTenants } from '#edge/views/concerned-tenants.ts'
import { UserError } from '#platform/base/errors.ts'
import { openTestDatabase } from '../../support/databases.ts'

const turn: Turn = { conversationId: 'a:1', conversationKind: 'personal', trigger: 'click' }

const actorIn = (scope: 'all' | readonly string[], notRead: Actor['notRead'] = []): Actor => ({
  tenantId: 'home',
  objectId: 'olivia',
  name: 'Olivia',
  roles: ['operator'],
  given: [{ role: 'operator', from: 'configuration', scope }],
  notRead,
  isAccountRead: true,
  at: new Date(0),
})
const unread: Actor['notRead'] = [{ role: 'operator', groupId: 'g' }]

/** How a call ends before its handler: `done` or the code of the refusal. */
async function attempt(reach: Reach | undefined, actor: Actor, input: unknown): Promise<string> {
  const deps = { database: await openTestDatabase() }
  try {
    requireReach(actor, 'operator', await concernedTenants(deps, reach, { actor, input, turn }))
    return 'done'
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.code
  }
}

it.each<[string, Reach | undefined, unknown, string]>([
  ['no declaration', undefined, { tenantId: 'own' }, 'SCOPE_MISSING'],
  ['everything', 'everything', {}, 'SCOPE_MISSING'],
  ['nothing', 'nothing', {}, 'done'],
  ['the own tenants', 'ownTenants', {}, 'done'],
  ['an own tenant', namedBy('tenantId'), { tenantId: 'own' }, 'done'],
  ['a foreign tenant', namedBy('tenantId'), { tenantId: 'foreign' }, 'TENANT_UNKNOWN'],
  [
    'a foreign one beside an own one',
    namedBy('tenantId', 'more'),
    { tenantId: 'own', more: ['foreign'] },
    'TENANT_UNKNOWN',
  ],
  ['an empty list', namedBy('tenants'), { tenants: [] }, 'SCOPE_MISSING'],
  ['a field that is missing', namedBy('tenantId'), {}, 'SCOPE_MISSING'],
  ['a field that may be missing', namedOr('ownTenants', 'tenantId'), {}, 'done'],
  ['a subject that is not there', namedBy('requestId'), { requestId: 'x' }, 'REQUEST_UNKNOWN'],
])('a limited person and %s', async (_name, reach, input, code) => {
  expect(await attempt(reach, actorIn(['own']), input)).toBe(code)
})

it('nobody without a limit is held back', async () => {
  for (const reach of [undefined, 'everything', namedBy('tenants')] as const)
    expect(await attempt(reach, actorIn('all'), { tenants: [] })).toBe('done')
})

it('a group that could not be read may have given the role', async () => {
  const foreign = { tenantId: 'foreign' }
  expect(await attempt(namedBy('tenantId'), actorIn(['own'], unread), foreign)).toBe('ROLES_UNREADABLE')
  expect(await attempt(undefined, actorIn(['own'], unread), {})).toBe('ROLES_UNREADABLE')
})
