import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { permissionsAtStake } from '../grants/grant-order.ts'
import { assertStillMay } from '../people/assert-may.ts'
import type { Scope } from '../people/role-reading.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { assertRegistered } from './assert-registered.ts'
import type { Consent } from './consent.ts'
import type { CardLocation } from './make-consent.ts'
import { makeLinks } from './make-links.ts'
import { planGrant } from './plan-grant.ts'

type Needs = Pick<
  Deps,
  | 'database'
  | 'clock'
  | 'random'
  | 'rules'
  | 'jobs'
  | 'catalog'
  | 'clientIds'
  | 'directory'
  | 'people'
  | 'react'
  | 'log'
>

interface StartOrder {
  setId: string
  tenantIds: readonly string[]
  /** Version of the plan the person saw. */
  planVersion: string
  by: Person
  /** Tenants that a refusal may name. */
  namesOf?: Scope
  place: CardLocation
  /** For a time. */
  until?: Date
}

/**
 * Creates consent links, one per tenant (two where the directory connection is missing), and marks the grants as waiting. An
 * earlier link for the same grant ends. The plan is made again and must equal the one that was shown.
 * @throws UserError APPROVAL_NEEDED, CARD_OUTDATED, TIME_PAST, REGISTRATION_MISMATCH, LIST_CHANGED, or the first rule that refuses the plan
 */
export async function startGrant(deps: Needs, order: StartOrder): Promise<Consent> {
  if (order.until && order.until <= deps.clock()) throw new UserError('TIME_PAST')
  const seen = await planGrant(deps, deps.database.db, order)
  const gives = true
  const { roles } = await assertStillMay(deps, order.by, 'approver', order.tenantIds, { gives })
  const reader = seen.tenants.some(({ needsConnection, refusal }) => needsConnection && !refusal)
  await assertRegistered(deps, seen.requirement, { reader })
  const consent = await deps.database.transaction(async (tx) => {
    const plan = await planGrant(deps, tx, order)
    const by = { ...plainPerson(order.by), roles }
    const tenantIds = plan.tenants.map(({ tenant }) => tenant.id)
    const act = { kind: 'grant', tenantIds, setId: order.setId } as const
    const permissions = await permissionsAtStake(deps, tx, { ...act, until: plan.until })
    await assertMayAlone(deps, tx, { ...act, by, permissions })
    if (plan.version !== order.planVersion) throw new UserError('CARD_OUTDATED')
    const [first] = plan.tenants
    const made = await makeLinks(deps, tx, { plan, by: order.by, place: order.place })
    if (made) return made
    throw first?.refusal
      ? new UserError(first.refusal.code, first.refusal.facts)
      : new UserError('INPUT_INVALID', { field: 'tenantIds' })
  })
  return consent
}
