import type { Tx } from '#platform/storage/database.ts'
import type { Deps, ReadRegistrations, RegistrationState, Rules } from '../deps.ts'
import { type About, type Alert, alertKey, type Severity } from './alert.ts'
import { listLiveAlertsOf } from './alerts-store.ts'
import { type AlertNeeds, openAlert, resolveAlert } from './write-alert.ts'

type Needs = AlertNeeds & { rules: Pick<Rules, 'ownApps'> } & Pick<Deps, 'clientIds'>

interface Alarm {
  about: About
  severity: Severity
  facts: Readonly<Record<string, string>>
}

const dayMs = 86_400_000
/** Days that are left → how urgent it is; each step is told anew. */
const steps: readonly (readonly [days: number, severity: Severity])[] = [
  [1, 'critical'],
  [7, 'critical'],
  [30, 'warning'],
  [60, 'info'],
]

/**
 * After the app registrations were looked at: opens, renews and ends the operator alarms about them, in the transaction that
 * writes what was found. What could not be read ends no alarm.
 */
export async function watchRegistrations(
  deps: Needs,
  tx: Tx,
  { registrations, sets }: { registrations: ReadRegistrations; sets: readonly RegistrationState[] },
): Promise<void> {
  const alarms = [...problemAlarms(sets), ...credentialAlarms(deps, registrations)]
  const live = await listLiveAlertsOf(tx, null)
  const held = new Set(alarms.map(({ about }) => alertKey(about)))
  for (const alert of live) {
    const over = !held.has(alert.key) && isDecided(alert, registrations.read)
    if (over) await resolveAlert(deps, tx, alert, { because: 'recovered' })
  }
  for (const { about, severity, facts } of alarms) {
    await openAlert(deps, tx, about, { detail: { facts }, severity })
  }
}

/** Whether this look says something about the alarm. */
function isDecided({ condition, detail }: Alert, read: boolean): boolean {
  if (condition === 'registrationWrong') return read
  return condition === 'credentialEnding' && (read || detail.facts?.source === 'file')
}

/** One bad moment of the home tenant is no alarm; two looks in a row that failed are one, for all sets. */
function problemAlarms(sets: readonly RegistrationState[]): Alarm[] {
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

/** Of the bot, the reader and every set: when the last secret or certificate of its registration ends, or the one in use. */
function credentialAlarms({ clock, clientIds, rules }: Needs, registrations: ReadRegistrations): Alarm[] {
  const found = registrations.read ? registrations.value : {}
  const own = rules.ownApps.map(({ id, clientId, certificateEndsAt }) => {
    const registered = found[clientId]?.credentialEndsAt
    const used = certificateEndsAt()
    const inUse = used !== undefined && (registered === undefined || used < registered)
    return { app: id, endsAt: inUse ? used : registered, source: inUse ? 'file' : 'registration' }
  })
  const ofSets = Object.entries(clientIds).map(([setId, clientId]) => {
    return { setId, endsAt: found[clientId]?.credentialEndsAt, source: 'registration' }
  })
  return [...own, ...ofSets].flatMap(({ endsAt, source, ...of }) => {
    const left = endsAt
      ? Math.floor((endsAt.getTime() - clock().getTime()) / dayMs)
      : Number.POSITIVE_INFINITY
    const step = steps.find(([days]) => left <= days)
    if (!endsAt || !step) return []
    const { setId, app = '' } = { setId: undefined, app: undefined, ...of }
    const edition = `${app}${endsAt.toISOString()}`
    const facts = { app, source, endsAt: endsAt.toISOString(), step: String(step[0]) }
    const about: About = { ...(setId && { setId }), condition: 'credentialEnding', edition }
    return [{ about, severity: step[1], facts }]
  })
}
