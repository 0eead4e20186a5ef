import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import type { Scope } from '../people/role-reading.ts'
import { getSet } from '../requirements/current-requirements.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import {
  type Belonging,
  type Holder,
  holderKey,
  holderName,
  type OwnerPart,
  tenantsOfBelonging,
} from './owner.ts'
import { listOwnersOf, removeOwner, saveOwner } from './owners-store.ts'
import { readHolder, readMembers } from './read-holders.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people' | 'catalog'>

export interface OwnerOrder extends Belonging {
  part: OwnerPart
  /** Absent: nobody. */
  holder?: { person: Person } | { groupId: string }
  by: Person
}

/**
 * Says to whom something belongs, or to nobody. @returns whether that changed something
 * @throws UserError as `assertMay`; TENANT_UNKNOWN, SET_UNKNOWN, OWNER_UNKNOWN, OWNER_MAY_NOT with `why` and `name`
 */
export async function setOwner(deps: Needs, order: OwnerOrder): Promise<boolean> {
  const { part, by, tenantId, setId } = order
  const what = { tenantId, setId }
  const tenants = tenantsOfBelonging(what)
  await assertStillMay(deps, by, 'approver', tenants)
  if (tenantId === undefined && setId === undefined) throw new UserError('COMMAND_INCOMPLETE')
  if (setId !== undefined) getSet(deps, setId)
  const holder = order.holder && (await getHolder(deps, order.holder, tenants))
  return deps.database.transaction(async (tx) => {
    if (tenantId !== undefined) await getTenant(tx, tenantId)
    const before = (await listOwnersOf(tx, what)).find(
      (each) => each.part === part && each.tenantId === tenantId && each.setId === setId,
    )?.holder
    if (before && holder && holderKey(before) === holderKey(holder)) return false
    const at = deps.clock()
    if (holder) await saveOwner(tx, { ...what, part, holder, by: plainPerson(by), at })
    else if (!(await removeOwner(tx, what, part))) return false
    const detail = { part, to: named(holder), ...(before && { from: named(before) }) }
    const entry = { at, actor: plainPerson(by), action: 'owner.set', ...what }
    await append(tx, { ...entry, result: 'done', detail })
    return true
  })
}

const named = (holder: Holder | undefined): string =>
  holder ? `${holderName(holder)} (${holderKey(holder)})` : 'nobody'

/** The holder with the name that the directory gives. @throws UserError OWNER_UNKNOWN, OWNER_MAY_NOT */
async function getHolder(
  deps: Needs,
  given: NonNullable<OwnerOrder['holder']>,
  tenants: Scope,
): Promise<Holder> {
  const holder = 'person' in given ? given : await getGroup(deps, given.groupId)
  const { readGroup, readRolesNow: readRoles } = deps.people
  const { unfit } = await readHolder({ people: { readGroup, readRoles } }, holder, tenants)
  if (unfit === 'missing') throw new UserError('OWNER_UNKNOWN', { text: holderName(holder) })
  if (unfit) throw new UserError('OWNER_MAY_NOT', { why: unfit, name: holderName(holder) })
  return holder
}

async function getGroup(deps: Needs, groupId: string): Promise<Holder> {
  const read = await readMembers(deps, groupId)
  if (read.unfit === undefined) return { groupId, name: read.group.name }
  if (read.unfit === 'groupMissing') throw new UserError('OWNER_UNKNOWN', { text: groupId })
  throw new UserError('OWNER_MAY_NOT', { why: read.unfit, name: groupId })
}
