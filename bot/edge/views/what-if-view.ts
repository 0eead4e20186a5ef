import { differenceOfEffects, type Effects } from '#domain/what-if/effects.ts'
import { keepPlan } from '#domain/what-if/keep-plan.ts'
import type { Plan, PlannedCall } from '#domain/what-if/plan.ts'
import type { UserError } from '#platform/base/errors.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import { type WhatIfData, whatIfCard } from '../../../cards/what-if.ts'
import { may } from '../teams/actions/actor.ts'
import { whyOf } from './asking-view.ts'
import type { Asker, ForeseenAct } from './foreseen-act.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { nameOf } from './people-names.ts'
import { setRef } from './refs.ts'
import { describeAct } from './refused-act-view.ts'
import { readTenantRef } from './tenant-ref.ts'
import { showEffects } from './what-if-effects-view.ts'

interface Options {
  asked: PlannedCall
  foreseen: ForeseenAct
  /** A plan that could not be carried out, whose difference is shown. */
  voided?: Plan
}

/** What an act would do, kept under an id of this person. */
export async function showWhatIf(
  deps: HandlerDeps,
  asker: Asker,
  { asked, foreseen, voided }: Options,
): Promise<Card> {
  const { actor } = asker
  const { tenantIds, setId, act, order, effects, refused, asks } = foreseen
  const would = effects && { act, effects }
  const about = { asked, by: actor, tenantIds, setId, refused: refused?.code }
  const plan = await keepPlan(deps, { ...about, ...(would && { would }) })
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  const approvers = await Promise.all((asks?.approvers ?? []).map((each) => nameOf(deps.database.db, each)))
  return whatIfCard({
    now: deps.clock(),
    kind: order?.kind,
    verb: act.verb,
    set: set && setRef(set),
    tenants: await readRefs(deps, foreseen),
    ...(order?.until && { until: new Date(order.until) }),
    ...(plan && { plan }),
    ...(effects && { would: await showEffects(deps, asker, effects) }),
    ...(refused && { refused: await refusedPart(deps, asker, { asked, foreseen, refused }) }),
    ...(asks && { asks: { ...whyOf(deps, asks.rule), approvers, mayAsk: asks.mayAsk } }),
    mayAct:
      tenantIds.length === 0 ? may(actor, 'operator') : tenantIds.every((id) => may(actor, 'operator', id)),
    leftOut: await readLeftOut(deps, foreseen),
    ...(voided && {
      changed: await showDifference(deps, asker, voided.effects, effects),
      notice: { kind: 'refused', code: 'WHAT_IF_VOID', facts: { code: voided.code } },
    }),
  })
}

async function readRefs(deps: HandlerDeps, { tenantIds, order }: ForeseenAct): Promise<TenantRef[]> {
  const refs = await Promise.all(tenantIds.map((id) => readTenantRef(deps, id)))
  const { domain } = order ?? {}
  // A tenant that is added has no name yet.
  return domain ? refs.map((ref) => (ref.name === ref.id ? { ...ref, name: domain, domain } : ref)) : refs
}

async function refusedPart(
  deps: HandlerDeps,
  { actor }: Asker,
  { asked, foreseen, refused }: { asked: PlannedCall; foreseen: ForeseenAct; refused: UserError },
): Promise<NonNullable<WhatIfData['refused']>> {
  const { tenantIds, setId, order } = foreseen
  const subject = { tenantIds: [...tenantIds], ...(setId && { setId }), ...(order && { kind: order.kind }) }
  const act = await describeAct(deps, { actor, verb: asked.verb }, subject)
  return { code: refused.code, facts: refused.facts, act }
}

/** Where it isn't possible although it is in others. */
async function readLeftOut(
  deps: HandlerDeps,
  { leftOut, refused }: ForeseenAct,
): Promise<WhatIfData['leftOut']> {
  if (!leftOut || refused) return []
  return Promise.all(
    [...leftOut].map(async ([id, { code, facts }]) => ({
      tenant: await readTenantRef(deps, id),
      refusal: { code, facts },
    })),
  )
}

const noEffects: Effects = { entries: [], statuses: [], access: [], links: [], cards: [] }

async function showDifference(
  deps: HandlerDeps,
  asker: Asker,
  then: Effects,
  now: Effects = noEffects,
): Promise<NonNullable<WhatIfData['changed']>> {
  const { added, gone } = differenceOfEffects(then, now)
  return { added: await showEffects(deps, asker, added), gone: await showEffects(deps, asker, gone) }
}
