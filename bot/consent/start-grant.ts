import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { UserError } from '../errors.ts'
import { withdrawLinks } from '../grants/withdraw-links.ts'
import { changeGrant } from '../grants/write-grant.ts'
import type { Tx } from '../jobs/jobs.ts'
import type { Person } from '../person.ts'
import { blocksConsent, registrationProblem } from '../requirements/registration-problem.ts'
import type { Consent } from './consent.ts'
import { type CardPlace, makeConsent } from './make-consent.ts'
import { type GrantPlan, planGrant, type TenantPlan } from './plan-grant.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'random' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'wake'
>

export interface StartOrder {
  setId: string
  tenantIds: readonly string[]
  /** Version of the plan the person saw. */
  planVersion: string
  by: Person
  place: CardPlace
}

/**
 * Hands out consent links, one per tenant (two where the directory connection is missing), and marks the grants as
 * waiting. A link that was out for the same grant ends. The plan is made again and must be the one that was shown.
 * @throws UserError CARD_OUTDATED, REGISTRATION_MISMATCH, or the first rule that stands against the plan
 */
export async function startGrant(deps: Needs, order: StartOrder): Promise<Consent> {
  const seen = await planGrant(deps, deps.database.db, order)
  await assertRegistered(deps, seen)
  const consent = await deps.database.transaction(async (tx) => {
    const plan = await planGrant(deps, tx, order)
    if (plan.version !== order.planVersion) throw new UserError('CARD_OUTDATED')
    const open = plan.tenants.filter(({ refusal }) => !refusal)
    const [first] = plan.tenants
    if (open.length === 0 && first?.refusal) throw new UserError(first.refusal.code, first.refusal.facts)
    const made = await makeConsent(deps, tx, {
      kind: plan.kind,
      setId: order.setId,
      requirement: plan.requirement,
      tenants: open.map(({ tenant, needsConnection }) => ({ tenantId: tenant.id, needsConnection })),
      by: order.by,
      place: order.place,
    })
    for (const each of open) await markWaiting(deps, tx, { plan, each, consent: made, by: order.by })
    return made
  })
  deps.wake()
  return consent
}

/** Consent to a registration that does not ask for the whole set can never end well, so no link is handed out. */
async function assertRegistered(deps: Needs, { requirement }: GrantPlan): Promise<void> {
  const registrations = await deps.directory.readRegistrations([requirement.clientId])
  if (!registrations.read) return // The home tenant cannot be asked now; verification will tell the truth afterwards.
  const problem = registrationProblem(registrations.value[requirement.clientId], requirement, deps.rules)
  if (problem && blocksConsent(problem)) {
    throw new UserError('REGISTRATION_MISMATCH', { problem, clientId: requirement.clientId })
  }
}

async function markWaiting(
  deps: Needs,
  tx: Tx,
  { plan, each, consent, by }: { plan: GrantPlan; each: TenantPlan; consent: Consent; by: Person },
): Promise<void> {
  const at = deps.clock()
  if (each.grant) {
    await withdrawLinks(deps, tx, each.grant)
    const { failure: _cleared, ...memory } = each.grant.memory
    const waiting = { consentId: consent.id, phase: 'linkOut' as const, since: at }
    await changeGrant(deps, tx, plan.requirement, each.grant, { ...memory, consent: waiting })
  }
  await append(tx, {
    at,
    actor: by,
    action: 'grant.start',
    tenantId: each.tenant.id,
    setId: plan.set.id,
    result: 'done',
    detail: {
      adds: each.adds.map(({ value }) => value),
      requirement: plan.requirement.version,
      code: consent.code,
    },
  })
}
