import type { Tx } from '#platform/storage/database.ts'
import { type Permission, permissionKey } from '../catalog/permission-set.ts'
import { requirementVersion } from '../catalog/requirement.ts'
import type { Deps, ReadRegistrations, RegistrationState, Rules } from '../deps.ts'
import { beyondReaderRights } from '../directory/reader-rights.ts'
import { isUnexplainedTierZero } from '../requirements/registration-problem.ts'
import { type About, type Alert, alertKey, type Severity, severityOf } from './alert.ts'
import { listLiveAlertsOf } from './alerts-store.ts'
import { credentialAlarm } from './watch-credential.ts'
import { type AlertNeeds, openAlert, resolveAlert } from './write-alert.ts'

type Needs = AlertNeeds & { rules: Pick<Rules, 'ownApps' | 'readerClientId'> } & Pick<Deps, 'clientIds'>

interface OperatorAlert {
  about: About
  severity: Severity
  facts: Readonly<Record<string, string>>
}

const dayMs = 86_400_000
/** Days left → severity. Each step is posted again. */
const steps: readonly (readonly [days: number, severity: Severity])[] = [
  [1, 'critical'],
  [7, 'critical'],
  [30, 'warning'],
  [60, 'info'],
]

/**
 * Opens, renews, and resolves the operator alerts about app registrations, in the transaction that stores their read.
 * A failed read resolves none.
 */
export async function watchRegistrations(
  deps: Needs,
  tx: Tx,
  { registrations, sets }: { registrations: ReadRegistrations; sets: readonly RegistrationState[] },
): Promise<void> {
  const alerts = [
    ...problemAlerts(sets),
    ...readerAlerts(deps, registrations),
    ...refusedAlerts(registrations),
    ...credentialAlerts(deps, registrations),
  ]
  const live = await listLiveAlertsOf(tx, null)
  const current = new Set(alerts.map(({ about }) => alertKey(about)))
  for (const alert of live) {
    const over = !current.has(alert.key) && isDecided(alert, registrations.read)
    if (over) await resolveAlert(deps, tx, alert, { because: 'recovered' })
  }
  for (const { about, severity, facts } of alerts) {
    await openAlert(deps, tx, about, { detail: { facts }, severity })
  }
}

/** Whether the read is enough to resolve the alert. */
function isDecided({ condition, detail }: Alert, read: boolean): boolean {
  if (condition === 'registrationWrong' || condition === 'credentialRefused') return read
  return condition === 'credentialEnding' && (read || detail.facts?.source === 'file')
}

/** A failed read alerts once for all sets: after a second one in a row, or at once while no list is known. */
function problemAlerts(sets: readonly RegistrationState[]): OperatorAlert[] {
  const unreadable = sets.some(
    ({ problem, before, permissions }) =>
      problem === 'unreadable' && (before === problem || permissions.length === 0),
  )
  const wrong = sets.filter(({ problem }) => problem && problem !== 'unreadable').map(problemAlert)
  return unreadable ? [wrongRegistration({}, 'unreadable'), ...wrong] : wrong
}

/** Other permissions with the same problem are another alert. */
function problemAlert({ setId, problem = '', permissions }: RegistrationState): OperatorAlert {
  const isMeant = isMeantBy[problem]
  if (!isMeant) return wrongRegistration({ setId }, problem)
  const meant = permissions.filter(isMeant)
  return wrongRegistration({ setId }, problem, meant)
}

const isMeantBy: Readonly<Record<string, (permission: Permission) => boolean>> = {
  notPublished: ({ knowledge }) => knowledge === 'unpublished',
  tierZeroUnexplained: isUnexplainedTierZero,
}

/** Nobody is told of what the reader lists beyond its documented rights. */
function readerAlerts({ rules }: Needs, registrations: ReadRegistrations): OperatorAlert[] {
  const reader = registrations.read ? registrations.value[rules.readerClientId] : undefined
  const more = beyondReaderRights(reader)
  return more.length > 0 ? [wrongRegistration({ app: 'reader' }, 'readerExceeds', more)] : []
}

function refusedAlerts(registrations: ReadRegistrations): OperatorAlert[] {
  const alarm = registrations.read ? undefined : credentialAlarm(registrations.outcome)
  const severity = severityOf.credentialRefused
  return alarm ? [{ about: alarm.about, severity, facts: alarm.detail.facts }] : []
}

function wrongRegistration(
  { setId, app }: { setId?: string; app?: string },
  problem: string,
  permissions: readonly Permission[] = [],
): OperatorAlert {
  const keys = permissions.map(permissionKey)
  const edition = keys.length > 0 ? `${problem} ${requirementVersion('', keys)}` : problem
  const names = permissions.map(({ value, api }) => `${value} (${api})`).join(', ')
  return {
    about: { ...(setId !== undefined && { setId }), condition: 'registrationWrong', edition },
    severity: 'warning',
    facts: { problem, ...(app && { app }), ...(names && { names }) },
  }
}

/** For the bot, the reader, and every set: by the expiry of the registration's last credential, or of the one in use. */
function credentialAlerts(
  { clock, clientIds, rules }: Needs,
  registrations: ReadRegistrations,
): OperatorAlert[] {
  const found = registrations.read ? registrations.value : {}
  const own = rules.ownApps.map(({ id: app, clientId, certificateEndsAt }) => {
    const registered = found[clientId]?.credentialEndsAt
    const used = certificateEndsAt()
    const inUse = used !== undefined && (registered === undefined || used < registered)
    const [endsAt, source] = inUse ? [used, 'file'] : [registered, 'registration']
    return { app, setId: undefined, endsAt, source }
  })
  const ofSets = Object.entries(clientIds).map(([setId, clientId]) => {
    return { app: '', setId, endsAt: found[clientId]?.credentialEndsAt, source: 'registration' }
  })
  return [...own, ...ofSets].flatMap(({ app, setId, endsAt, source }) => {
    if (!endsAt) return []
    const left = Math.floor((endsAt.getTime() - clock().getTime()) / dayMs)
    const step = steps.find(([days]) => left <= days)
    if (!step) return []
    const edition = `${app}${endsAt.toISOString()}`
    const facts = { app, source, endsAt: endsAt.toISOString(), step: String(step[0]) }
    const about: About = { ...(setId && { setId }), condition: 'credentialEnding', edition }
    return [{ about, severity: step[1], facts }]
  })
}
