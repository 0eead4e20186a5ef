import type { Tx } from '#platform/storage/database.ts'
import type { Deps, ReadRegistrations, RegistrationState, Rules } from '../deps.ts'
import { type About, type Alert, alertKey, type Severity } from './alert.ts'
import { listLiveAlertsOf } from './alerts-store.ts'
import { type AlertNeeds, openAlert, resolveAlert } from './write-alert.ts'

type Needs = AlertNeeds & { rules: Pick<Rules, 'ownApps'> } & Pick<Deps, 'clientIds'>

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
  const alerts = [...problemAlerts(sets), ...credentialAlerts(deps, registrations)]
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
  if (condition === 'registrationWrong') return read
  return condition === 'credentialEnding' && (read || detail.facts?.source === 'file')
}

/** A failed read alerts only after a second one in a row, once for all sets. */
function problemAlerts(sets: readonly RegistrationState[]): OperatorAlert[] {
  const unreadable = sets.some(({ problem, before }) => problem === 'unreadable' && before === problem)
  const wrong = sets.flatMap(({ setId, problem }) =>
    problem && problem !== 'unreadable' ? [{ setId, problem }] : [],
  )
  const all = unreadable ? [{ problem: 'unreadable' }, ...wrong] : wrong
  return all.map(({ problem, ...set }) => ({
    about: { ...set, condition: 'registrationWrong', edition: problem },
    severity: 'warning',
    facts: { problem },
  }))
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
