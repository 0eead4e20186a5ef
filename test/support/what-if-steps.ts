import { subscribe } from '#domain/alerts/subscribe.ts'
import { approveRequest } from '#domain/requests/decide-request.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import { proveRead } from '#domain/requests/read-proof.ts'
import type { Order } from '#domain/requests/request.ts'
import { pagesOf } from '#domain/requests/request-pages.ts'
import { readSnapshot, snapshotHash } from '#domain/requests/snapshot.ts'
import type { Effects } from '#domain/what-if/effects.ts'
import type { Actor } from '#edge/teams/actions/actor.ts'
import { foresee, getAction, readInput } from '#edge/views/foresee.ts'
import { UserError } from '#platform/base/errors.ts'
import { hours, minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { grantMore, setAppEnabled } from '../../emulator/world/change-apps.ts'
import { readFuture } from '../../emulator/world/tenants.ts'
import type { Chance } from '../model/chance.ts'
import {
  dumpOf,
  entriesAfter,
  lastEntry,
  readVisible,
  realEffects,
  runFollowing,
  type WhatIfStage,
} from './what-if-stage.ts'

const names = ['alice', 'alice', 'bob', 'olivia'] as const
const sets = Object.keys(demo.sets)
const often = demo.tenants.slice(0, 6)

export interface Step {
  asked: string
  outcome: 'foreseen' | 'approved' | 'refused' | 'nothing'
}

/** Changes the world and the time somehow, so that the next act meets another state. */
async function change(stage: WhatIfStage, chance: Chance): Promise<void> {
  const { emulator, deps } = stage
  const tenantRow = chance.pick(often)
  const tenant = emulator.world.tenants.get(tenantRow.id)
  const registration = [...emulator.world.registrations.values()].find(
    ({ appId }) => appId === demo.sets[chance.pick(sets)],
  )
  if (!tenant || !registration) return
  if (chance.oneIn(3)) stage.forward(chance.pick([minutes(1), minutes(20), hours(2), hours(5)]))
  if (chance.oneIn(6)) {
    const by = await stage.actor('alice')
    const address = `19:${chance.number(3)}@thread.v2`
    await subscribe(deps, { address, kind: 'groupChat', by }, { severity: 'info' } as never)
  }
  const principal = readFuture(emulator.world, tenant).principals.has(registration.appId)
  if (principal && chance.oneIn(3)) setAppEnabled(emulator.world, tenant, registration.appId, chance.oneIn(2))
  if (principal && chance.oneIn(4))
    grantMore(emulator.world, tenant, registration, [
      {
        resourceAppId: '00000003-0000-0000-c000-000000000000',
        type: 'Role',
        id: '798ee544-9d2d-430c-a058-570e29e34338',
      },
    ])
  if (
    chance.oneIn(2) &&
    (await deps.database.db.selectFrom('tenants').select('id').where('id', '=', tenant.id).executeTakeFirst())
  )
    await stage.read(tenant.id)
}

/** An act as the commands name it: verb of the showing or acting action, and its input. */
async function anAct(
  { deps }: WhatIfStage,
  chance: Chance,
): Promise<{ verb: string; input: Record<string, unknown> }> {
  const setId = chance.pick(sets)
  const many = chance.oneIn(5) ? 3 : 1
  const ids = [...new Set(Array.from({ length: many }, () => chance.pick(often).id))]
  const [tenantId = '', ...more] = ids
  const grant = await deps.database.db
    .selectFrom('grants')
    .select('version')
    .where('tenant_id', '=', tenantId)
    .where('set_id', '=', setId)
    .executeTakeFirst()
  return chance.pick([
    { verb: 'grant.block', input: { tenantId, setId, more } },
    { verb: 'grant.unblock', input: { tenantId, setId, more } },
    { verb: 'grant.unblock', input: { tenantId, setId, more } },
    { verb: 'grant.reset', input: { tenantId, setId, more, v: grant?.version ?? 0 } },
    { verb: 'grant.plan', input: { setId, tenantIds: ids } },
    { verb: 'grant.plan', input: { setId, tenantIds: ids } },
    { verb: 'move.plan', input: { setId, tenantId } },
    { verb: 'sync.tenant', input: { tenantId, more } },
    ...(chance.oneIn(6) ? [{ verb: 'tenant.remove', input: { tenantId, more } }] : []),
    ...(chance.oneIn(2)
      ? [{ verb: 'tenant.add', input: { domain: chance.pick([...often, ...demo.otherTenants]).domain } }]
      : []),
  ])
}

const textsOf = ({ entries, statuses, access, links, cards }: Effects): string[] =>
  [
    ...entries.map((each) => `entry ${each.action} ${each.tenantId ?? ''} ${each.setId ?? ''}`),
    ...statuses.map(
      ({ tenantId, setId, from, to }) => `status ${tenantId} ${setId} ${from ?? ''} ${to ?? ''}`,
    ),
    ...access.map(({ tenantId, setId, allowed }) => `access ${tenantId} ${setId} ${allowed}`),
    ...links.map(({ tenantId, kind, change }) => `link ${tenantId} ${kind} ${change}`),
    ...cards.map(({ kind, address }) => `card ${kind} ${address}`),
  ].toSorted()

const turnOf = ({ objectId }: Actor) => ({
  conversationId: `a:${objectId}`,
  conversationKind: 'personal' as const,
  trigger: 'click' as const,
})

/**
 * One random state and act: asks "what if", expects nothing but its line and its plan to be written, then does the act, and
 * expects exactly what was foreseen. @throws Error with what differs
 */
export async function takeWhatIfStep(stage: WhatIfStage, chance: Chance): Promise<Step> {
  await change(stage, chance)
  await runFollowing(stage)
  const { deps } = stage
  const known = new Set(await planIds(stage))
  const actor = await stage.actor(chance.pick(names))
  const asker = { actor, turn: turnOf(actor) }
  const call = await anAct(stage, chance)
  const asked = `${actor.name}: ${call.verb} ${JSON.stringify(call.input)}`
  const [before, first] = [await dumpOf(stage), await lastEntry(stage)]
  const show = getAction(deps, 'plan.make')
  const input = readInput(show, { of: call.verb, with: call.input })
  await tried(() => show.handle({ ...asker, deps, input }))
  await expectOnlyPlan(stage, before, first, asked)
  const plan = (await planIds(stage)).find((id) => !known.has(id))
  const foreseen = await tried(() => foresee(deps, asker, call))
  if (foreseen.error || !foreseen.value) return { asked, outcome: 'refused' }
  const { act, effects, refused, asks, order } = foreseen.value
  // Its plan alone refuses it.
  if (refused && act.verb === call.verb && getAction(deps, act.verb).leadsTo)
    return { asked, outcome: 'refused' }
  const [visible, entry] = [await readVisible(stage), await lastEntry(stage)]
  const done = asks
    ? await tried(() => approveOrder(stage, actor, order as Order))
    : await tried(() => doAct(stage, asker, act, chance.oneIn(2) ? plan : undefined))
  const start =
    asks && done.value ? (done.value as { visible: typeof visible; entry: number }) : { visible, entry }
  const real = await realEffects(stage, start.visible, start.entry)
  const wrong = (why: string) =>
    new Error(
      `${asked}: ${why}\nforeseen ${JSON.stringify(effects && textsOf(effects), null, 1)} ${refused?.code ?? ''}\nreal ${JSON.stringify(real, null, 1)} ${done.error?.code ?? ''}`,
    )
  if (refused || done.error) {
    if (!asks && refused?.code !== done.error?.code) throw wrong('another refusal')
    if (refused && real.some((text) => /^(status|access|link)/.test(text)))
      throw wrong('a refused act had an effect')
    if (!refused && !asks) throw wrong('refused although foreseen')
    return { asked, outcome: 'refused' }
  }
  const expected = effects ? textsOf(effects) : []
  const seen = effects ? real.filter((text) => !text.startsWith('entry plan.')) : real
  if (JSON.stringify(expected) !== JSON.stringify(seen)) throw wrong('other effects')
  return { asked, outcome: asks ? 'approved' : effects ? 'foreseen' : 'nothing' }
}

async function tried<T>(work: () => Promise<T>): Promise<{ value?: T; error?: UserError }> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof UserError) return { error }
    throw error
  }
}

async function expectOnlyPlan(
  stage: WhatIfStage,
  before: Map<string, string>,
  first: number,
  asked: string,
): Promise<void> {
  const after = await dumpOf(stage)
  const changed = [...after].filter(([table, rows]) => before.get(table) !== rows).map(([table]) => table)
  const entries = (await entriesAfter(stage, first)).map(({ action }) => action)
  const more = changed.filter((table) => table !== 'what_if_plans')
  if (more.length > 0 || entries.some((action) => action !== 'plan.make') || entries.length > 1)
    throw new Error(`${asked}: “what if” wrote ${more.join(', ')} and ${entries.join(', ')}`)
}

const planIds = async ({ deps: { database } }: WhatIfStage): Promise<string[]> =>
  (await database.db.selectFrom('what_if_plans').select('id').execute()).map(({ id }) => id)

/** By the button of the act itself, or by that of its plan. */
async function doAct(
  { deps }: WhatIfStage,
  asker: { actor: Actor; turn: ReturnType<typeof turnOf> },
  act: { verb: string; input: unknown },
  plan: string | undefined,
): Promise<unknown> {
  const action = getAction(deps, plan ? 'plan.carryOut' : act.verb)
  const call = { ...asker, deps, input: readInput(action, plan ? { plan } : act.input) }
  return action.act ? action.act(call) : action.handle(call)
}

/** Requests the order and approves it as somebody else; returns how it stood before the approval. */
async function approveOrder(stage: WhatIfStage, by: Actor, order: Order) {
  const { deps } = stage
  const snapshot = await readSnapshot(deps, deps.database.db, order)
  const reason = 'somebody asked for it in a ticket'
  const request = await makeRequest(deps, { order, seen: snapshotHash(snapshot), reason, by })
  const other = await stage.actor(by.name.startsWith('Alice') ? 'bob' : 'alice')
  const at = { visible: await readVisible(stage), entry: await lastEntry(stage) }
  const read = proveRead(deps.rules, { request, person: other }, pagesOf(request.snapshot).length)
  await approveRequest(deps, { requestId: request.id, version: request.version, by: other, read })
  return at
}
