import {
  type Approval,
  approvalDetail,
  grantkeeper,
  isSamePerson,
  type Person,
  plainPerson,
} from '#platform/base/person.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement, Tier } from '../catalog/permission-set.ts'
import type { ChangedGrant, Deps } from '../deps.ts'
import { givesAccess, type OwnActKind, type RequestKind } from '../people/act-kinds.ts'
import { assertStillMay } from '../people/assert-may.ts'
import type { Scope } from '../people/role-reading.ts'
import { assertMayAlone, countOwnAct } from '../people/second-person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { comparePermissions, nameGranted } from '../status/compare-permissions.ts'
import { confirmedIds, type GrantMemory } from '../status/memory.ts'
import { assertVersion, changeGrant, statusDetail } from './change-grant.ts'
import type { Grant } from './grant.ts'
import { findGrant } from './grants-store.ts'

/** An order to change one grant. Each is written twice: with a transaction of its own, and in the caller's. */
export interface GrantOrder {
  tenantId: string
  setId: string
  /** Version of the grant on the card the person saw. */
  version: number
  by: Person
  /** From the request, if there was one. */
  reason?: string
  /** Tenants that a refusal may name. Default: none. */
  namesOf?: Scope
  /** Of the second person, if one was needed. */
  approval?: Approval
}

/** An order of one person alone, whose roles at that moment decide whether that is enough. */
export type OwnOrder = Omit<GrantOrder, 'reason' | 'approval'>

/** Dependencies in the caller's transaction. */
export type OrderDeps = Pick<Deps, 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'react'>
export type OwnOrderDeps = OrderDeps & Pick<Deps, 'database' | 'people'>

export interface OrderedChange {
  action: string
  /** Counts as an act of one person alone, unless a second person approved it. Absent: an undo. */
  kind?: OwnActKind
  at: Date
  memory: GrantMemory
  /** The person whose act ended what the grant showed. */
  by?: Person
  detail?: object
  ending?: ChangedGrant['ending']
}

/**
 * Carries out an order of one person alone in a transaction of its own, if the roles of this moment allow it and no second
 * person is needed. @throws UserError as `assertStillMay`, APPROVAL_NEEDED
 */
export async function carryOutAlone(
  deps: OwnOrderDeps,
  order: OwnOrder,
  {
    kind,
    work,
  }: { kind: Exclude<OwnActKind, 'add' | 'grant' | 'remove'> | 'accept'; work: (tx: Tx) => Promise<void> },
): Promise<void> {
  const { tenantId, setId } = order
  const gives = givesAccess(kind)
  const { roles } = await assertStillMay(deps, order.by, 'approver', [tenantId], { gives })
  await deps.database.transaction(async (tx) => {
    const permissions = await permissionsAtStake(deps, tx, { kind, setId, tenantIds: [tenantId] })
    const by = { ...plainPerson(order.by), roles }
    await assertMayAlone(deps, tx, { kind, by, tenantIds: [tenantId], permissions, setId })
    await work(tx)
  })
}

/**
 * What the rule of two persons is asked about: what the set requires; for lifting a block also what its apps get there beyond
 * that, and what Grantkeeper itself blocked it for; for accepting, what is accepted. A grant for a time lifts a block that
 * is there already until another end.
 */
export async function permissionsAtStake(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  {
    kind,
    setId,
    tenantIds,
    until,
  }: { kind: RequestKind; setId: string; tenantIds: readonly string[]; until?: Date | string | undefined },
): Promise<readonly { tier: Tier }[]> {
  const requirement = await getRequirement(deps, db, setId)
  if (kind !== 'unblock' && kind !== 'accept' && until === undefined) return requirement.permissions
  const grants: (Grant | undefined)[] = []
  for (const tenantId of tenantIds) grants.push(await findGrant(db, tenantId, setId))
  if (kind === 'accept')
    return grants.flatMap((grant) => (grant ? nameGranted(confirmedIds(grant.memory), requirement) : []))
  return [...requirement.permissions, ...grants.flatMap((grant) => behindBlock(requirement, grant?.memory))]
}

/** A list that nobody has read, as after a tenant was added again, is the worst case. */
function behindBlock(requirement: Requirement, memory: GrantMemory | undefined): readonly { tier: Tier }[] {
  if (!memory?.blocked) return []
  const { blocked, facts } = memory
  if (!facts || isSamePerson(blocked.by, grantkeeper)) return [{ tier: 0 }]
  return comparePermissions(requirement, facts.value).extras
}

/** Stores the memory that an order results in, with its audit entry. @throws UserError CARD_OUTDATED */
export async function carryOutOrder(
  deps: OrderDeps,
  tx: Tx,
  { tenantId, setId, version, by: actor, approval }: GrantOrder,
  grant: Grant,
  { action, kind, at, memory, by, ending, detail: more }: OrderedChange,
): Promise<void> {
  assertVersion(grant, version)
  const requirement = await getRequirement(deps, tx, setId)
  const change = await changeGrant(deps, tx, requirement, grant, memory, by, ending)
  if (kind && !approval) await countOwnAct(deps, tx, { kind, by: actor, at, setId, tenantIds: [tenantId] })
  const detail = { ...statusDetail(change), ...more, ...approvalDetail(approval) }
  await append(tx, { at, actor, action, tenantId, setId, result: 'done', detail })
}
