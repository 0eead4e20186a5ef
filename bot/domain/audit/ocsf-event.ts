import { z } from 'zod'
import { entityActivities, findingActivities, mappingOf, type OcsfMapping } from './ocsf-mappings.ts'
import { actorOf, entityOf, type OcsfSubject, resourceOf } from './ocsf-parts.ts'
import type { AuditEntry } from './stored-entry.ts'

/** The version of the Open Cybersecurity Schema Framework that every event is in. */
export const ocsfVersion = '1.8.0'

/** The words of an event, which are those of the cards. */
export interface OcsfWords {
  /** Who did what, where, and with what result, in one sentence without markup. */
  sentence(entry: AuditEntry, subject: OcsfSubject): string
  /** What is wrong, by the condition of an alert. */
  title(condition: string): string
}

/** What is the same for all events of one installation. */
interface OcsfSource {
  words: OcsfWords
  /** Version of the program. */
  program: string
}

export type OcsfEvent = Readonly<Record<string, unknown>>

/** The entry with its hash, which is the ID of the event: the same however often it is exported. */
type Hashed = AuditEntry & { hash: string }

/** One entry of the history as an event of OCSF. Pure: the same entry and names make the same event. */
export function ocsfEvent(entry: Hashed, subject: OcsfSubject, source: OcsfSource): OcsfEvent {
  const mapping = mappingOf(entry.action)
  return 'finds' in mapping && isFound(entry)
    ? findingEvent({ entry, subject, source }, mapping)
    : entityEvent({ entry, subject, source }, 'finds' in mapping ? tried : mapping)
}

interface Given {
  entry: Hashed
  subject: OcsfSubject
  source: OcsfSource
}

/** An attempt to act on an alert that was refused. */
const tried = { does: 'Update', to: 'alert' } as const

const alertDetail = z.object({
  alert: z.number(),
  condition: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  state: z.string(),
})

const broken = 'audit.broken'
const isFound = ({ action, detail }: AuditEntry): boolean =>
  action === broken || alertDetail.safeParse(detail).success

const severities = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  warning: [3, 'Medium'],
  critical: [5, 'Critical'],
} as const

/** States of an alert as a finding has them; those of the second column aren't in the schema. */
const findingStates: Readonly<Record<string, readonly [number, string]>> = {
  open: [1, 'New'],
  acknowledged: [2, 'In Progress'],
  snoozed: [99, 'Snoozed'],
  accepted: [99, 'Accepted'],
  resolved: [4, 'Resolved'],
}

function findingEvent(
  { entry, subject, source }: Given,
  { finds }: { finds: keyof typeof findingActivities },
) {
  const { actor, action, detail } = entry
  const alert = alertDetail.safeParse(detail).data
  const { severity, state, condition } = alert ?? { severity: 'critical', state: 'open', condition: broken }
  const [statusId, status] = findingStates[state] ?? [99, state]
  const [severityId, severityName] = severities[severity]
  const uid = alert ? `alert-${alert.alert}` : `history-${entry.id}`
  const opens = action === 'alert.open' || action === 'alert.reopen' || action === broken
  // Who acts on a finding is an attribute of this profile only.
  const by = actor === 'system' ? undefined : { actor: actorOf(actor) }
  return {
    ...classOf({ category: [2, 'Findings'], class: [2004, 'Detection Finding'] }),
    ...activityOf(2004, 'Detection Finding', [findingActivities[finds], finds]),
    ...commonOf({ entry, subject, source }, by ? ['host'] : []),
    severity_id: severityId,
    severity: severityName,
    status_id: statusId,
    status,
    ...reasonOf(entry),
    is_alert: opens,
    finding_info: {
      uid,
      title: source.words.title(condition),
      types: [condition],
      ...(action === 'alert.open' && { created_time: entry.at.getTime() }),
    },
    ...by,
    resources: [resourceOf(subject)],
  }
}

function entityEvent(
  { entry, subject, source }: Given,
  { does, to }: Extract<OcsfMapping, { does: string }>,
) {
  const { actor, result, reason } = entry
  const [severityId, severity] = result === 'done' ? severities.info : severities.low
  const done = result === 'done'
  return {
    ...classOf({ category: [3, 'Identity & Access Management'], class: [3004, 'Entity Management'] }),
    ...activityOf(3004, 'Entity Management', [entityActivities[does], does]),
    ...commonOf({ entry, subject, source }, []),
    severity_id: severityId,
    severity,
    status_id: done ? 1 : 2,
    status: done ? 'Success' : 'Failure',
    ...(done ? reasonOf(entry) : reason !== undefined && { status_code: reason }),
    actor: actorOf(actor),
    entity: entityOf(to, entry, subject),
  }
}

/** A code of this program, unlike what a person wrote. */
const isCode = (reason: string): boolean => /^[A-Z]+(_[A-Z]+)+$/.test(reason)

/** What a person gave as the reason is a comment; a code is a detail of the outcome. */
function reasonOf({ actor, action, reason }: AuditEntry) {
  if (reason === undefined) return {}
  const isWritten = actor !== 'system' && action !== 'alert.resolve' && !isCode(reason)
  return isWritten ? { comment: reason } : { status_detail: reason }
}

const classOf = (of: { category: readonly [number, string]; class: readonly [number, string] }) => ({
  category_uid: of.category[0],
  category_name: of.category[1],
  class_uid: of.class[0],
  class_name: of.class[1],
})

const activityOf = (classId: number, className: string, [id, name]: readonly [number, string]) => ({
  activity_id: id,
  activity_name: name,
  type_uid: classId * 100 + id,
  type_name: `${className}: ${name}`,
})

/** Everything else of the entry is unmapped: its details, its result, and its IDs. */
function commonOf({ entry, subject, source }: Given, profiles: readonly string[]) {
  const { id, at, action, tenantId, setId, result, detail, hash } = entry
  return {
    time: at.getTime(),
    message: source.words.sentence(entry, subject),
    metadata: {
      version: ocsfVersion,
      product: { name: 'Grantkeeper', vendor_name: 'Grantkeeper', version: source.program },
      uid: hash,
      sequence: id,
      event_code: action,
      log_name: 'history',
      ...(tenantId !== undefined && { tenant_uid: tenantId }),
      ...(profiles.length > 0 && { profiles }),
    },
    unmapped: {
      result,
      ...(tenantId !== undefined && { tenant: tenantId }),
      ...(setId !== undefined && { set: setId }),
      ...(detail !== undefined && { detail }),
    },
  }
}
