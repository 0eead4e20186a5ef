import { UserError } from '#platform/base/errors.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { groupOf, refusalOf } from '../people/decide-roles.ts'
import { roles as roleNames } from '../people/role.ts'
import { type Check, failed, failedBy, passed, skipped, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

/** Two people who can approve for each other: enabled, no guests, groups counted by their members. */
export const approversCheck: Check = {
  id: 'approvers',
  async run(world) {
    if (!(await world.readerToken()).read) return skipped('needsReaderToken')
    const unread = await findUnread(world)
    if (unread) return failedBy(unread)
    const count = (await world.people.listWith('approver')).length
    if (count >= 2) return passed({ count })
    const limited = (await world.unlimitedPeople.listWith('approver')).length
    return limited >= 2
      ? warning('approversLimited', { count, all: limited })
      : failed('approversFew', { count: limited })
  },
}

/** Why accounts, or a group that can approve, can't be read: they would be counted wrong. */
async function findUnread({ people }: PreflightWorld): Promise<Outcome | undefined> {
  const { entries, accountsUnread } = await people.describe()
  const groups = entries.find(({ role }) => role === 'approver')?.groups ?? []
  return accountsUnread ?? groups.find(({ outcome }) => outcome)?.outcome
}

/** Most accounts that are asked about one by one. */
const mostAccounts = 60

/** Everybody and every group that the configuration gives a role exists at home and can have it. */
export const rolesCheck: Check = {
  id: 'roles',
  async run(world) {
    if (!(await world.readerToken()).read) return skipped('needsReaderToken')
    const { entries } = await world.people.describe()
    const groups = entries.flatMap((entry) => entry.groups)
    const unread = groups.find(({ outcome }) => outcome)?.outcome
    if (unread) return failedBy(unread)
    const missing = groups.filter(({ isMissing }) => isMissing).map(({ groupId }) => groupId)
    if (missing.length > 0) return failed('groupsMissing', { names: [...new Set(missing)] })
    const named = roleNames.flatMap((role) => world.config.roles[role]).filter((holder) => !groupOf(holder))
    const people = [...new Set(named)].slice(0, mostAccounts)
    const refused = await Promise.all(people.map((objectId) => findRefusal(world, objectId)))
    const bad = people.flatMap((objectId, at) => (refused[at] ? [`${objectId} (${refused[at]})`] : []))
    if (bad.length > 0) return warning('accountsWithoutRole', { names: bad })
    return passed({ people: people.length, groups: new Set(groups.map(({ groupId }) => groupId)).size })
  },
}

async function findRefusal({ directory }: PreflightWorld, objectId: string): Promise<string | undefined> {
  const { user } = await directory.readMember(objectId, [])
  return user.read ? refusalOf(user.value) : undefined
}

const mostTenants = 40

/** The tenants to which ROLE_SCOPES limits people exist; a mistyped one would hide everything from them. */
export const scopesCheck: Check = {
  id: 'scopes',
  async run({ config, directory }) {
    const tenants = [...new Set(Object.values(config.scopes).flat())].slice(0, mostTenants)
    const exists = await Promise.all(tenants.map((id) => isTenant(directory, id)))
    const unknown = tenants.filter((_, at) => !exists[at])
    if (unknown.length > 0) return failed('scopeTenantsUnknown', { names: unknown })
    return passed({ holders: Object.keys(config.scopes).length, tenants: tenants.length })
  },
}

async function isTenant(directory: PreflightWorld['directory'], id: string): Promise<boolean> {
  try {
    await directory.resolveTenant(id)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}
