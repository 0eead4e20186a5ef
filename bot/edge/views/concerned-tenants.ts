import { z } from 'zod'
import { findAlert } from '#domain/alerts/alerts-store.ts'
import { readSubscribed } from '#domain/alerts/conversation-reach.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { findConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import { findException } from '#domain/exceptions/exceptions-store.ts'
import { findLeaving } from '#domain/leaving/leavings-store.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { covers, isInScope, scopeOf } from '#domain/people/scope.ts'
import { tenantsOfOrder } from '#domain/requests/request.ts'
import { findRequest } from '#domain/requests/requests-store.ts'
import { tenantsOfRun } from '#domain/sync/sync-run.ts'
import { findRun } from '#domain/sync/sync-runs-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Call } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import type { Concern, Reach } from '../teams/actions/reach.ts'

type Needs = Pick<Deps, 'database'>

interface Subject {
  /** Undefined for a missing subject. */
  find(deps: Needs, id: string): Promise<Scope | undefined>
  /** The answer for a missing subject, and for one that the person may not see. */
  unknown(id: string): UserError
}

/** Input field that names a subject → the tenants that it belongs to. */
const subjects: Readonly<Record<string, Subject>> = {
  consentId: {
    find: async ({ database }, id) =>
      (await findConsent(database.db, id))?.links.map((link) => link.tenantId),
    unknown: () => new UserError('LINK_UNKNOWN'),
  },
  runId: {
    find: async ({ database }, id) => {
      const run = await findRun(database.db, id)
      return run && tenantsOfRun(run)
    },
    unknown: () => new UserError('SYNC_NOT_FOUND'),
  },
  requestId: {
    find: async ({ database }, id) => {
      const request = await findRequest(database.db, id)
      return request && tenantsOfOrder(request)
    },
    unknown: () => new UserError('REQUEST_UNKNOWN'),
  },
  leavingId: {
    find: async ({ database }, id) => {
      const leaving = await findLeaving(database.db, Number(id))
      return leaving && [leaving.tenantId]
    },
    unknown: () => new UserError('LEAVING_UNKNOWN'),
  },
  alertId: {
    find: async ({ database }, id) => {
      const alert = await findAlert(database.db, Number(id))
      return alert && (alert.tenantId ? [alert.tenantId] : 'all')
    },
    unknown: (id) => new UserError('ALERT_UNKNOWN', { number: Number(id) }),
  },
  exceptionId: {
    find: async ({ database }, id) => {
      const exception = await findException(database.db, id)
      return exception && [exception.tenantId]
    },
    unknown: () => new UserError('EXCEPTION_UNKNOWN'),
  },
}

/** Fields that hold one tenant or several. */
const tenantFields: readonly string[] = ['tenantId', 'tenantIds', 'tenants', 'more', 'from']

/** Fields of subjects with tenants of many people, which the handler shows and changes only as far as the person's scope goes. */
export const partedFields: readonly string[] = ['digestId', 'campaignId', 'noticeId']

/** Fields by which an input can name tenants. An action that has one declares it, or that it keeps to the person's tenants. */
export const concernFields: readonly string[] = [...Object.keys(subjects), ...tenantFields, ...partedFields]

const fields = z.record(z.string(), z.unknown()).catch({})
// Built once: building a schema takes a hundred times longer than using it, and this runs in every turn.
const ids = z.array(z.string()).catch([])

/**
 * The tenants that a call concerns.
 * @throws UserError for a subject that the person may not see, as if it didn't exist
 */
export async function concernedTenants(
  deps: Needs,
  reach: Reach | undefined,
  { actor, input, turn }: Call,
): Promise<Concern> {
  if (reach === undefined || reach === 'everything') return 'all'
  if (reach === 'nothing' || reach === 'ownTenants') return 'nothing'
  if (reach === 'conversation')
    return turn.conversationKind === 'personal'
      ? 'nothing'
      : ((await readSubscribed(deps.database.db, placeKeyOf(turn, actor))) ?? 'nothing')
  const given = fields.parse(input)
  const found: Scope[] = []
  for (const field of reach.named) {
    const value = given[field]
    if (value === undefined) continue
    const subject = subjects[field]
    found.push(subject ? await findSubject(deps, subject, `${value}`, actor) : visible(idsIn(value), actor))
  }
  if (found.includes('all')) return 'all'
  const tenantIds = found.flatMap((each) => [...each])
  return tenantIds.length > 0 ? tenantIds : concernedTenants(deps, reach.otherwise, { actor, input, turn })
}

const idsIn = (value: unknown): string[] => (typeof value === 'string' ? [value] : ids.parse(value))

/** A tenant that the person may not see is unknown, whether it is on the list or not. */
function visible(tenantIds: readonly string[], actor: Actor): Scope {
  const seen = scopeOf(actor, 'viewer')
  if (tenantIds.some((id) => !isInScope(seen, id))) throw hiddenFrom(actor, new UserError('TENANT_UNKNOWN'))
  return tenantIds
}

async function findSubject(deps: Needs, subject: Subject, id: string, actor: Actor): Promise<Scope> {
  const tenants = await subject.find(deps, id)
  if (tenants === undefined || !covers(scopeOf(actor, 'viewer'), tenants))
    throw hiddenFrom(actor, subject.unknown(id))
  return tenants
}

/** A group that couldn't be read may have given the role there. */
const hiddenFrom = ({ notRead }: Actor, unknown: UserError): UserError =>
  notRead.length > 0 ? new UserError('ROLES_UNREADABLE') : unknown
