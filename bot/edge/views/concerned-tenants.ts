import { z } from 'zod'
import { findAlert, listAlertsOfDigest } from '#domain/alerts/alerts-store.ts'
import { findConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import { findRequest } from '#domain/requests/requests-store.ts'
import { findRun } from '#domain/sync/sync-runs-store.ts'
import type { Concern } from '../teams/actions/actor.ts'

type Needs = Pick<Deps, 'database'>

/** Input field → the tenants that its subject concerns; none for a missing subject, which the handler reports. */
const subjects: Readonly<Record<string, (deps: Needs, id: string) => Promise<Concern>>> = {
  tenantId: async (_, id) => [id],
  consentId: async ({ database }, id) =>
    (await findConsent(database.db, id))?.links.map((link) => link.tenantId) ?? [],
  runId: async ({ database }, id) => {
    const run = await findRun(database.db, id)
    return run ? (run.tenantId ? [run.tenantId] : (run.scope ?? 'all')) : []
  },
  requestId: async ({ database }, id) => {
    const request = await findRequest(database.db, id)
    return request ? (request.kind === 'sync' ? 'all' : request.tenantIds) : []
  },
  alertId: async ({ database }, id) => {
    const alert = await findAlert(database.db, Number(id))
    return alert ? (alert.tenantId ? [alert.tenantId] : 'all') : []
  },
  digestId: async ({ database }, id) => {
    const alerts = await listAlertsOfDigest(database.db, Number(id))
    const tenantIds = alerts.flatMap(({ tenantId }) => tenantId ?? [])
    return tenantIds.length < alerts.length ? 'all' : tenantIds
  },
  // A message belongs to a conversation and can be about any tenant.
  letterId: async () => 'all',
  // A campaign counts all tenants.
  campaignId: async () => 'all',
}

/** Fields that hold several tenants. */
const lists = ['tenantIds', 'tenants', 'more'] as const

export const concernFields: readonly string[] = [...Object.keys(subjects), ...lists]

const fields = z.record(z.string(), z.unknown()).catch({})
// Built once: building a schema takes a hundred times longer than using it, and this runs in every turn.
const ids = z.array(z.string()).catch([])

/** Every tenant that the validated input of an action concerns. */
export async function concernedTenants(deps: Needs, input: unknown): Promise<Concern> {
  const named = fields.parse(input)
  const concerns: Concern[] = lists.map((field) => ids.parse(named[field]))
  for (const [field, find] of Object.entries(subjects))
    if (named[field] !== undefined) concerns.push(await find(deps, `${named[field]}`))
  return concerns.includes('all') ? 'all' : concerns.flatMap((each) => [...each])
}
