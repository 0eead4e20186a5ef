import { hash } from 'node:crypto'
import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { ChangedGrant } from '../deps.ts'
import type { Finding } from '../status/status.ts'
import type { About, AcceptedMark, Alert, AlertDetail, Because, Condition } from './alert.ts'
import { listLiveAlerts, listLiveAlertsOf } from './alerts-store.ts'
import { type DetectedConditions, detectConditions } from './detect-conditions.ts'
import { type AlertNeeds, openAlert, renew, resolveAlert, sleepAlert, wakeAccepted } from './write-alert.ts'

/** A grant that changed; `byCampaign`: a campaign covers its new permissions for all tenants at once. */
/** What an alert needs of an exception. */
interface Acceptance {
  by: Person
  acceptedAt: Date
  endsAt: Date
}

interface AlertedGrant extends Omit<ChangedGrant, 'isVisible'> {
  byCampaign: boolean
  /** Who had the link through which the connection or the permissions came back, if there was one. */
  findGranter: (kind: 'connection' | 'set') => Promise<Person | undefined>
  /** The exception that covers a finding of the grant. */
  acceptanceOf: (finding: Finding) => Acceptance | undefined
}

/** Opens, renews, and resolves the alerts of a changed grant, in the transaction of the change. */
export async function updateAlerts(deps: AlertNeeds, tx: Tx, changed: AlertedGrant): Promise<void> {
  const { holds, ends } = detectConditions(changed.is, changed.was)
  if (holds.length + ends.length === 0) return
  const live = await listLiveAlerts(tx, changed.tenantId, changed.setId)
  for (const current of holds) await openOrRenew(deps, tx, changed, live, current)
  for (const end of ends) {
    for (const alert of live.filter(({ condition }) => condition === end.condition))
      await resolveAlert(deps, tx, alert, await endOf(changed, end))
  }
}

/** What a consent can end. It enables no app and assigns no role: who did that isn't known, whoever has a link. */
const endsByConsent: ReadonlySet<Condition> = new Set([
  'permissionsRemoved',
  'appRemoved',
  'permissionsNew',
  'consentFailed',
  'connectionLost',
])

/** Why it ended, and who ended it: a person's act or consent; nobody: a read saw it gone. */
async function endOf(
  { is, by, ending, findGranter }: AlertedGrant,
  { condition, because }: DetectedConditions['ends'][number],
): Promise<{ because: Because; by?: Person | undefined }> {
  if (by) return { because: ending ?? 'reset', by }
  if (because === 'blocked') return { because, by: is.memory.blocked?.by }
  if (because !== 'recovered') return { because }
  if (!endsByConsent.has(condition)) return { because }
  const granter = await findGranter(condition === 'connectionLost' ? 'connection' : 'set')
  return granter ? { because: 'granted', by: granter } : { because }
}

/** Undefined while a part of it isn't accepted. The first exception to end decides until when. */
function acceptedMark(
  { findings = [] }: AlertDetail,
  of: AlertedGrant['acceptanceOf'],
): AcceptedMark | undefined {
  const found = findings.map(of)
  const all = found.flatMap((each) => each ?? [])
  const [first] = all.toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime())
  if (!first || all.length < found.length) return undefined
  return { by: first.by, at: first.acceptedAt, until: first.endsAt }
}

async function openOrRenew(
  deps: AlertNeeds,
  tx: Tx,
  { tenantId, setId, requirementVersion, byCampaign, acceptanceOf }: AlertedGrant,
  live: readonly Alert[],
  { condition, detail, severity }: DetectedConditions['holds'][number],
): Promise<void> {
  const about: About =
    condition === 'connectionLost'
      ? { tenantId, condition, edition: '' }
      : { tenantId, setId, condition, edition: editionOf(condition, detail, requirementVersion) }
  const known = live.find((each) => each.condition === condition)
  const accepted = acceptedMark(detail, acceptanceOf)
  if (known && !needsAnother(known, detail, requirementVersion)) {
    const alert = await renew(deps, tx, known, { detail, severity: severity ?? known.severity })
    await (accepted ? sleepAlert(deps, tx, alert, accepted) : wakeAccepted(deps, tx, alert))
    return
  }
  if (known) await resolveAlert(deps, tx, known, { because: 'superseded' })
  // The campaign covers the new permissions for all tenants.
  if (condition === 'permissionsNew' && byCampaign) return
  if (accepted) return
  await openAlert(deps, tx, about, { detail, ...(severity && { severity }) })
}

/**
 * New permissions of another list need another decision, and so does something more that nobody explains: whoever handles the
 * first may never look again. Every other condition keeps its alert when the list changes.
 */
function needsAnother({ condition, key, detail }: Alert, now: AlertDetail, version: string): boolean {
  if (condition === 'permissionsNew') return !key.endsWith(`|${version}`)
  if (condition !== 'grantsUnexplained') return false
  const told = new Set(idsOf(detail))
  return idsOf(now).some((id) => !told.has(id))
}

const idsOf = ({ findings = [] }: AlertDetail): string[] =>
  findings.flatMap(({ facts }) => facts?.ids?.split('\n') ?? [])

/** Of unexplained grants: which they are, whatever list is required. */
const editionOf = (condition: Condition, detail: AlertDetail, version: string): string =>
  condition === 'grantsUnexplained'
    ? hash('sha256', idsOf(detail).toSorted().join('\n'), 'base64url')
    : version

/**
 * Resolves all alerts of a removed tenant. Subscriptions to it stay, and count again when it is added again: an approver
 * must not end a conversation's alerts by removing and adding a tenant.
 */
export async function endAlertsOfTenant(
  deps: AlertNeeds,
  tx: Tx,
  tenantId: string,
  by: Person,
): Promise<void> {
  for (const alert of await listLiveAlertsOf(tx, tenantId)) {
    await resolveAlert(deps, tx, alert, { because: 'removed', by })
  }
}
