import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { PermissionSet, Requirement } from '#domain/catalog/permission-set.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { connectTenant } from '#domain/consent/connect-tenant.ts'
import { listOpenLinks } from '#domain/consent/consents-store.ts'
import { expireLink } from '#domain/consent/expire-link.ts'
import { handleCallback } from '#domain/consent/handle-callback.ts'
import { openLink } from '#domain/consent/open-link.ts'
import { planGrant } from '#domain/consent/plan-grant.ts'
import { startGrant } from '#domain/consent/start-grant.ts'
import { updateLinks } from '#domain/consent/update-links.ts'
import { verifyLink } from '#domain/consent/verify-link.ts'
import { cancelConsent } from '#domain/consent/withdraw-consent.ts'
import type { Deps } from '#domain/deps.ts'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { forgetTenant } from '#domain/grants/forget-tenant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { recordRead } from '#domain/grants/record-read.ts'
import { reevaluateGrants } from '#domain/grants/reevaluate-grants.ts'
import { resetGrant } from '#domain/grants/reset-grant.ts'
import { unblockGrant, undoBlock } from '#domain/grants/unblock-grant.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { makeLinePlaces } from '#platform/base/line-places.ts'
import { silentLog } from '#platform/base/log.ts'
import { linkToken } from '#platform/base/secret-token.ts'
import { hours, minutes } from '#platform/base/time.ts'
import { publicCloud } from '#platform/config/clouds.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { ReadResult, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Database } from '#platform/storage/database.ts'
import { alice, guid } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { withReactions } from '../../support/with-reactions.ts'

/** What a read of a set in a tenant finds. */
const looks = ['absent', 'part', 'whole', 'disabled', 'unread'] as const
const reads = ['ok', 'ok', 'ok', 'failed', 'lost'] as const
const acts = [
  'connect',
  'connect',
  'read',
  'read',
  'start',
  'start',
  'open',
  'open',
  'return',
  'return',
  'verify',
  'verify',
  'expire',
  'cancel',
  'block',
  'unblock',
  'undo',
  'reset',
  'require',
  'wait',
] as const

/** One random step: an action, where it happens, and what Microsoft would answer. */
export const someStep = fc.record({
  act: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...acts) },
    { weight: 1, arbitrary: fc.constant('forget' as const) },
  ),
  tenant: fc.integer({ min: 1, max: 2 }),
  set: fc.integer({ min: 0, max: 1 }),
  read: fc.constantFrom(...reads),
  looks: fc.tuple(fc.constantFrom(...looks), fc.constantFrom(...looks)),
  pass: fc.constantFrom(0, 0, 0, 0, minutes(1), minutes(1), minutes(1), minutes(20), hours(3), hours(30)),
  refused: fc.boolean(),
})
export type SomeStep = typeof someStep extends fc.Arbitrary<infer T> ? T : never

const loaded = loadCatalog()
const approver = { ...alice, roles: ['approver' as const] }

/** The domain on a real database, with a fake Microsoft that answers what the step says. */
export async function makeRandomWorld(database: Database) {
  const whole = await loaded
  const catalog = {
    ...whole,
    sets: whole.sets.filter(({ permissions }) => permissions.every(({ tier }) => tier > 0)).slice(0, 2),
  }
  const clientIds = Object.fromEntries(catalog.sets.map((set, index) => [set.id, guid(100 + index)]))
  const clock = makeTestClock()
  let step: SomeStep | undefined
  const read = (tenantId: string, requirements: readonly Requirement[]) =>
    readAs(step as SomeStep, { at: clock(), requirements, name: tenantId })
  const deps: Deps = withReactions<Omit<Deps, 'react'>>({
    database,
    clock,
    random: randomBytes,
    jobs: { enqueue: async () => {}, cancel: async () => true } as unknown as Deps['jobs'],
    directory: {
      readTenant: async (tenantId, requirements) => read(tenantId, requirements),
      readRegistrations: async () => ({ read: false, outcome: makeOutcome('graph', 'graphFault') }),
      resolveTenant: async (text) => text,
    } as Partial<Deps['directory']> as Deps['directory'],
    people: {
      readRolesNow: async () => ({
        roles: ['approver'],
        given: [{ role: 'approver', from: 'configuration', scope: 'all' }],
        notRead: [],
        isAccountRead: true,
        at: clock(),
      }),
    } as Partial<Deps['people']> as Deps['people'],
    catalog,
    clientIds,
    rules: {
      linkMs: hours(1),
      returnMs: hours(1),
      maxAgeMs: hours(24),
      syncEveryMs: hours(6),
      undoMs: minutes(10),
      spreadMs: minutes(30),
      bulkWindowMs: hours(1),
      deputyAfterMs: hours(4),
      chaseDays: [3, 7, 14],
      exceptionMaxMs: hours(365 * 24),
      publicUrl: 'https://grants.example',
      loginBaseUrl: 'https://login.example',
      cloud: publicCloud,
      readerClientId: guid(200),
      linkKey: randomBytes(32),
      requirementsFrom: 'catalog',
    } as unknown as Deps['rules'],
    anchors: makeLinePlaces({}),
    log: silentLog,
  })
  const ways = new Map<string, { state: string; cookie: string }>()
  return {
    deps,
    /** Runs the step; false if it was refused or had nothing to do. */
    async take(next: SomeStep): Promise<boolean> {
      step = next
      clock.forward(next.pass)
      try {
        return (await takeStep({ deps, ways, requirements: catalog.sets }, next)) !== false
      } catch (error) {
        if (error instanceof UserError) return false
        throw error
      }
    },
  }
}

interface Around {
  deps: Deps
  ways: Map<string, { state: string; cookie: string }>
  requirements: readonly PermissionSet[]
}

async function takeStep({ deps, ways, requirements: sets }: Around, step: SomeStep): Promise<unknown> {
  const { db } = deps.database
  const tenantId = guid(step.tenant)
  const setId = sets[step.set]?.id ?? ''
  const commit = async (work: Promise<Commit>) => deps.database.transaction(await work)
  const [link] = await listOpenLinks(db, { tenantId })
  const order = async () => {
    const version = (await findGrant(db, tenantId, setId))?.version ?? 0
    return { tenantId, setId, version, by: approver }
  }
  const place = { conversationId: 'c' }
  switch (step.act) {
    case 'connect':
      return connectTenant(deps, { text: tenantId, by: approver, place })
    case 'read':
      return deps.database.transaction(async (tx) => {
        const requirements = await currentRequirements(deps, tx)
        const read = readAs(step, { at: deps.clock(), requirements, name: tenantId })
        await recordRead(deps, tx, { tenantId, read, requirements, openedLinks: async () => [] })
        await updateLinks(deps, tx, tenantId, requirements)
      })
    case 'start': {
      const plan = await planGrant(deps, db, { setId, tenantIds: [tenantId] })
      return startGrant(deps, {
        setId,
        tenantIds: [tenantId],
        planVersion: plan.version,
        by: approver,
        place,
      })
    }
    case 'open': {
      if (!link) return false
      const { location, cookie } = await openLink(deps, linkToken(deps.rules.linkKey, link.id))
      ways.set(link.id, { state: new URL(location).searchParams.get('state') ?? '', cookie: cookie.value })
      return true
    }
    case 'return': {
      const way = link && ways.get(link.id)
      if (!way) return false
      const query = new URLSearchParams({
        state: way.state,
        ...(step.refused ? { error: 'access_denied' } : { admin_consent: 'True', tenant: tenantId }),
      })
      return handleCallback(deps, { query, cookie: way.cookie })
    }
    case 'verify':
      return link ? commit(verifyLink(deps, { linkId: link.id })) : false
    case 'expire':
      return link ? commit(expireLink(deps, { linkId: link.id })) : false
    case 'cancel':
      return link ? cancelConsent(deps, { consentId: link.consentId, by: approver }) : false
    case 'block':
      return blockGrant(deps, await order())
    case 'unblock':
      return unblockGrant(deps, await order())
    case 'undo':
      return undoBlock(deps, await order())
    case 'reset':
      return resetGrant(deps, await order())
    case 'forget': {
      const version = (await findTenant(db, tenantId))?.version ?? 0
      return forgetTenant(deps, { tenantId, version, by: approver })
    }
    case 'require':
      return growOrShrink(deps, sets[step.set] as PermissionSet, step.refused)
    case 'wait':
      return true
  }
}

/** Removes the last permission from the list of a set, or restores it. */
async function growOrShrink(deps: Deps, set: PermissionSet, shrink: boolean): Promise<void> {
  const { permissions, source } = requirementFromCatalog(set, deps.clientIds[set.id] ?? '')
  const row = { setId: set.id, source, readAt: deps.clock() }
  await saveRequirement(deps.database.db, {
    ...row,
    version: shrink ? 'short' : 'whole',
    permissions: shrink ? permissions.slice(0, -1) : permissions,
  })
  await deps.database.transaction(await reevaluateGrants(deps, { setId: set.id }))
}

function readAs(
  { read, looks }: SomeStep,
  { at, requirements, name }: { at: Date; requirements: readonly Requirement[]; name: string },
): TenantRead {
  if (read === 'failed') return { connection: 'failed', at, outcome: makeOutcome('graph', 'graphFault') }
  if (read === 'lost') return { connection: 'lost', at, outcome: makeOutcome('login', 'consentDeclined') }
  const organization = { read: true, value: { displayName: name, defaultDomain: name } } as const
  const sets = Object.fromEntries(
    requirements.map((requirement, index) => [
      requirement.setId,
      factsAs(looks[index] ?? 'absent', requirement),
    ]),
  )
  return { connection: 'ok', at, organization, sets }
}

function factsAs(look: SomeStep['looks'][number], { permissions }: Requirement): ReadResult<SetFacts> {
  if (look === 'unread') return { read: false, outcome: makeOutcome('graph', 'graphFault') }
  const there = look === 'absent' ? [] : look === 'part' ? permissions.slice(1) : permissions
  const roles = there.filter(({ type }) => type === 'application')
  return {
    read: true,
    value: {
      ...(look !== 'absent' && {
        servicePrincipal: { id: guid(9), accountEnabled: look !== 'disabled', isDisabled: false },
      }),
      appRoles: roles.map(({ resourceAppId, api, id }) => ({
        resourceAppId,
        resourceName: api,
        appRoleId: id,
      })),
      scopes: there
        .filter(({ type }) => type === 'delegated')
        .map(({ resourceAppId, value }) => ({ resourceAppId, value })),
      resources: [...new Set(permissions.map(({ resourceAppId }) => resourceAppId))],
      directoryRoles: { read: true, value: [] },
      servicePlans: { read: true, value: [] },
    },
  }
}
