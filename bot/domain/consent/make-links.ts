import { type Approval, approvalDetail, type Person, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { changeGrant, statusDetail } from '../grants/change-grant.ts'
import type { Grant } from '../grants/grant.ts'
import { limitGrant } from '../grants/limit-grant.ts'
import type { GrantChange } from '../grants/reevaluate.ts'
import { countOwnAct } from '../people/second-person.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Consent, MovedFrom } from './consent.ts'
import { extrasBefore } from './granted-beyond.ts'
import { type CardLocation, makeConsent } from './make-consent.ts'
import type { GrantPlan, TenantPlan } from './planned-grant.ts'

type Needs = Pick<Deps, 'clock' | 'random' | 'rules' | 'jobs' | 'react'>

interface LinkOrder {
  plan: GrantPlan
  by: Person
  place: CardLocation
  /** The approver; absent: no approval was needed. */
  approval?: Approval
  /** The recipient of the links, if not the person who requested them. */
  signer?: Person | undefined
  /** What was blocked for it, if it moves an app. */
  movedFrom?: readonly MovedFrom[]
  /** Of the request, if there was one: why, and the ticket or case number. */
  because?: { reason: string; reference?: string | undefined }
}

/**
 * Creates the consent links for every tenant of a plan that no rule refuses, and marks those grants as waiting. An earlier
 * link for the same grant ends. Undefined when every tenant is refused.
 */
export async function makeLinks(deps: Needs, tx: Tx, order: LinkOrder): Promise<Consent | undefined> {
  const { plan, by, place, approval, signer, movedFrom } = order
  const open = plan.tenants.filter(({ refusal }) => !refusal)
  if (open.length === 0) return undefined
  const consent = await makeConsent(deps, tx, {
    kind: plan.kind,
    setId: plan.set.id,
    requirement: plan.requirement,
    tenants: open.map(({ tenant, needsConnection, grant }) => ({
      tenantId: tenant.id,
      needsConnection,
      before: extrasBefore(plan.requirement, grant?.memory),
    })),
    by,
    approvedBy: approval?.by,
    signer,
    movedFrom,
    place,
  })
  const at = consent.createdAt
  const tenantIds = open.map(({ tenant }) => tenant.id)
  if (!approval) await countOwnAct(deps, tx, { kind: 'grant', by, at, setId: plan.set.id, tenantIds })
  for (const each of open) await markWaiting(deps, tx, { order, each, consent })
  return consent
}

async function markWaiting(
  deps: Needs,
  tx: Tx,
  { order, each, consent }: { order: LinkOrder; each: TenantPlan; consent: Consent },
): Promise<void> {
  const { plan, by, approval } = order
  const at = deps.clock()
  let change: GrantChange | undefined
  if (each.grant) {
    const { failure: _cleared, ...memory } = each.grant.memory
    const waiting = { consentId: consent.id, phase: 'linkOut' as const, since: at }
    const limited = await limitOf(deps, tx, order, { grant: each.grant, at: consent.createdAt })
    const next = { ...memory, ...limited, consent: waiting }
    change = await changeGrant(deps, tx, plan.requirement, each.grant, next)
  }
  await append(tx, {
    at,
    actor: by,
    action: 'grant.start',
    tenantId: each.tenant.id,
    setId: plan.set.id,
    result: 'done',
    detail: {
      ...statusDetail(change),
      adds: each.adds.map(({ value }) => value),
      requirement: plan.requirement.version,
      code: consent.code,
      ...(plan.until && { until: plan.until.toISOString() }),
      ...approvalDetail(approval),
    },
  })
}

/** Of a grant for a time: the block that follows it stands from now on, and is lifted until then. `at` tells whose limit it is. */
function limitOf(
  deps: Needs,
  tx: Tx,
  { plan: { until }, by, approval, because }: LinkOrder,
  { grant, at }: { grant: Grant; at: Date },
): Promise<Pick<GrantMemory, 'blocked' | 'open'>> | undefined {
  if (!until) return undefined
  return limitGrant(deps, tx, grant, {
    at,
    until,
    by: plainPerson(by),
    ...(approval && { approvedBy: plainPerson(approval.by) }),
    ...(because && { reason: because.reason }),
    ...(because?.reference !== undefined && { reference: because.reference }),
  })
}
