import { hours, later, minutes } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import type { Catalog, PermissionKey } from '../catalog/permission-set.ts'
import { permissionKey } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { DirectoryChange } from '../directory/directory-change.ts'
import { enqueue, type Queues } from '../queues.ts'
import { partsOfId } from '../status/granted-ids.ts'
import type { Alert, ChangedBy } from './alert.ts'
import { findAlert, setChangedBy } from './alerts-store.ts'
import { refreshAlert } from './post-event.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'rules' | 'catalog' | 'directory'>

/** Pauses between reads of the audit log, which lags by some minutes; after the last one the search ends. */
const pauses = [1, 4, 15].map(minutes)

const nothing: Commit = async () => {}

/**
 * Adds to an alert who caused it, from the tenant's audit log. Without the right or the license to read the log, the card
 * doesn't show it.
 */
export async function findChangedBy(
  deps: Needs,
  { alertId, tries }: Queues['alerts.culprit'],
): Promise<Commit> {
  const alert = await findAlert(deps.database.db, alertId)
  const { tenantId, detail } = alert ?? {}
  if (!alert || !tenantId || !detail?.objectId || alert.state === 'resolved') return nothing
  const since = beginOf(alert, deps.rules.syncEveryMs)
  const changes = await deps.directory.readChanges(tenantId, { objectId: detail.objectId, since })
  if (!changes.read && changes.outcome.class !== 'passing') return nothing
  const found = changes.read ? changedByOf(alert, changes.value, deps.catalog) : undefined
  if (!found) return askLater(deps, alertId, tries)
  return async (tx) => {
    await setChangedBy(tx, alertId, found)
    await refreshAlert(deps, tx, alert)
  }
}

/** Goes back two sync intervals, at least a day: the change happened after the last good read, whose time isn't stored. */
function beginOf({ openedAt, detail }: Alert, syncEveryMs: number): Date {
  const seen = detail.findings?.map(({ since }) => since?.getTime() ?? openedAt.getTime()) ?? []
  return later(new Date(Math.min(openedAt.getTime(), ...seen)), -Math.max(2 * syncEveryMs, hours(24)))
}

function askLater({ jobs, clock }: Needs, alertId: number, tries: number): Commit {
  const pause = pauses[tries]
  if (pause === undefined) return nothing
  const job = { queue: 'alerts.culprit', key: String(alertId), data: { alertId, tries: tries + 1 } } as const
  return (tx) => enqueue(jobs, tx, { ...job, runAt: later(clock(), pause) })
}

/** The latest change that explains the alert. Pure. */
function changedByOf(
  { condition, detail }: Pick<Alert, 'condition' | 'detail'>,
  changes: readonly DirectoryChange[],
  catalog: Catalog,
): ChangedBy | undefined {
  const keys = detail.findings?.flatMap(({ permissions = [] }) => permissions) ?? []
  const values = valuesOf(keys, catalog)
  const explains = (change: DirectoryChange): boolean => {
    if (condition === 'permissionsRemoved') return removes(change, values)
    if (condition === 'grantsUnexplained') return adds(change, new Set([...values, ...wordsOfIds(detail)]))
    if (condition === 'grantedBeyond') return /^consent to application$/i.test(change.activity)
    if (condition === 'appRemoved')
      return /^(?:hard )?(?:remove|delete) service principal$/i.test(change.activity)
    return condition === 'appDisabled' && disables(change)
  }
  const change = changes.find(explains)
  return change && { name: change.by, at: change.at }
}

/** Who removed a word: it was in the old value and is not in the new one. */
function removes({ activity, values: changed }: DirectoryChange, values: ReadonlySet<string>): boolean {
  if (!/^(?:remove|update) (?:app role assignment|delegated permission grant)/i.test(activity)) return false
  const gone = Object.values(changed).flatMap(({ before, after }) =>
    before.filter((word) => !after.includes(word)),
  )
  return values.size === 0 ? gone.length > 0 : gone.some((word) => values.has(word))
}

/** Who added a word: it is in the new value and was not in the old one. */
function adds({ activity, values: changed }: DirectoryChange, values: ReadonlySet<string>): boolean {
  if (!/^(?:(?:add|update) (?:app role assignment|delegated permission grant)|consent to)/i.test(activity))
    return false
  return Object.values(changed).some(({ before, after }) =>
    after.some((word) => values.has(word) && !before.includes(word)),
  )
}

/** The log names a permission by its name or its ID. */
const wordsOfIds = ({ findings = [] }: Alert['detail']): string[] =>
  findings
    .flatMap(({ facts }) => facts?.ids?.split('\n') ?? [])
    .flatMap((id) => [partsOfId(id).value, knownNames.byKey(id as PermissionKey)?.value ?? ''])

function disables({ activity, values }: DirectoryChange): boolean {
  if (/^disable service principal$/i.test(activity)) return true
  const { before = [], after = [] } = values.AccountEnabled ?? {}
  const said = (words: readonly string[]) => words.some((word) => word.toLowerCase() === 'false')
  return /^update service principal$/i.test(activity) && said(after) && !said(before)
}

function valuesOf(keys: readonly PermissionKey[], catalog: Catalog): ReadonlySet<string> {
  const all = catalog.sets.flatMap((set) => set.permissions)
  return new Set(all.filter((each) => keys.includes(permissionKey(each))).map(({ value }) => value))
}
