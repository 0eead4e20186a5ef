import type { Tx } from '#platform/storage/database.ts'
import type { Permission, Retirement } from '../catalog/permission-set.ts'
import { daysUntil } from '../catalog/retirement.ts'
import type { RegistrationState } from '../deps.ts'
import { listTenantsInUse } from '../grants/used-grants-store.ts'
import { type About, type Alert, alertKey, severityOf } from './alert.ts'
import { findAlertByKey, listLiveAlertsOf } from './alerts-store.ts'
import { type AlertNeeds, openAlert, renew, resolveAlert } from './write-alert.ts'

/** Days left at which it is posted; 0: on the day. */
const steps: readonly number[] = [0, 7, 30, 90]
/** What came longer ago is no news to an installation that sees it for the first time; its findings say it. */
const newsDays = 30

/** One day on which something changes for one set. */
interface Ending {
  about: About & { setId: string }
  day: string
  permissions: readonly Permission[]
  /** Everything behind it has ended meanwhile, so that what it also needed no longer helps. */
  isReplaced: boolean
}

/**
 * Opens, renews, and resolves the alerts about APIs that end: one for each set and day, for all its tenants. Runs with every
 * read of the registrations, so nothing is missed while the bot was down; a step that was posted is never posted again,
 * whatever the clock does.
 */
export async function watchRetirements(
  deps: AlertNeeds,
  tx: Tx,
  sets: readonly RegistrationState[],
): Promise<void> {
  const now = deps.clock()
  const endings = sets.flatMap((set) => endingsOf(set, now))
  const current = new Map(endings.map((each) => [alertKey(each.about), each]))
  for (const alert of await listLiveAlertsOf(tx, null)) {
    if (alert.condition !== 'apiEnding' && alert.condition !== 'apiNeedsMore') continue
    const ending = current.get(alert.key)
    if (ending?.isReplaced) await resolveAlert(deps, tx, alert, { because: 'replaced' })
    else if (!ending && isListed(sets, alert)) await resolveAlert(deps, tx, alert, { because: 'recovered' })
  }
  for (const ending of endings) if (!ending.isReplaced) await tell(deps, tx, ending)
}

/** Whether the list of its set is known, or the catalog no longer has the set. */
function isListed(sets: readonly RegistrationState[], { setId }: Alert): boolean {
  const set = sets.find((each) => each.setId === setId)
  return set === undefined || set.permissions.length > 0
}

function endingsOf({ setId, permissions }: RegistrationState, now: Date): Ending[] {
  const ends = permissions.flatMap((permission) => (permission.retires ? [permission] : []))
  const needing = ends.flatMap((permission) => (fromOf(permission.retires) ? [permission] : []))
  const isOver = ({ retires }: Permission): boolean =>
    retires !== undefined && daysUntil(retires.date, now) <= 0
  return [
    ...byDay(ends, ({ retires }) => retires?.date).map(([day, same]) => {
      return { ...on(setId, 'apiEnding', day), permissions: same, isReplaced: false }
    }),
    ...byDay(needing, ({ retires }) => fromOf(retires)).map(([day, same]) => {
      return { ...on(setId, 'apiNeedsMore', day), permissions: same, isReplaced: same.every(isOver) }
    }),
  ]
}

const fromOf = (retires: Retirement | undefined): string | undefined => retires?.alsoNeeds?.from

const on = (setId: string, condition: About['condition'], day: string) => ({
  about: { setId, condition, edition: day },
  day,
})

const byDay = (
  permissions: readonly Permission[],
  dayOf: (permission: Permission) => string | undefined,
): [string, Permission[]][] => [...Map.groupBy(permissions, (each) => dayOf(each) ?? '')]

async function tell(deps: AlertNeeds, tx: Tx, ending: Ending): Promise<void> {
  const { about, day } = ending
  const left = daysUntil(day, deps.clock())
  const known = await findAlertByKey(tx, alertKey(about))
  const isLive = known !== undefined && known.state !== 'resolved'
  // Only a clock that jumped back sees a replaced one again.
  if (!isLive && known?.marks.ended?.because === 'replaced') return
  const due = steps.filter((step) => left <= step)
  const told = isLive ? [Number(known.detail.facts?.step)] : []
  if (due.length + told.length === 0) return
  const step = Math.min(...due, ...told)
  const detail = { facts: { ...factsOf(ending), step: String(step) } }
  if (isLive) {
    await renew(deps, tx, known, { detail, severity: severityOf[about.condition] })
    return
  }
  if (left < -newsDays || (await listTenantsInUse(tx, [about.setId], 1)).length === 0) return
  await openAlert(deps, tx, about, { detail })
}

/** What the card says, as the catalog says it now. */
function factsOf({ day, permissions }: Ending): Readonly<Record<string, string>> {
  const texts = (read: (retires: Retirement) => string | undefined): string =>
    [...new Set(permissions.flatMap(({ retires }) => (retires && read(retires)) ?? []))].join('; ')
  const facts = {
    date: day,
    names: permissions.map(({ value }) => value).join(', '),
    what: texts(({ what }) => what),
    replacement: texts(({ replacement }) => replacement),
    alsoNeeds: texts(({ alsoNeeds }) => alsoNeeds?.what),
    source: permissions[0]?.retires?.source ?? '',
  }
  return Object.fromEntries(Object.entries(facts).filter(([, text]) => text !== ''))
}
