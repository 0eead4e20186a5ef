import { isDeepStrictEqual } from 'node:util'
import { hours, later, minutes, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { readPresence } from '../directory/presence.ts'
import { applyPresence, isInDoubt } from './apply-presence.ts'
import { storeLeaving } from './end-leaving.ts'
import type { Leaving } from './leaving.ts'
import { findLeaving, updateLeaving } from './leavings-store.ts'
import { checkLeavingAt } from './start-leaving.ts'

type Needs = Pick<Deps, 'database' | 'directory' | 'clock' | 'jobs'>

/** A little more than the minute after which a second read can confirm that something is gone. */
const confirmAfterMs = seconds(61)

/** Reads what is left in the tenant, and schedules itself again until it has ended. Never reads what has ended. */
export async function checkLeaving(deps: Needs, { leavingId }: { leavingId: number }): Promise<Commit> {
  const known = await findLeaving(deps.database.db, leavingId)
  if (known?.state !== 'open') return async () => {}
  const read = await readPresence(
    deps.directory,
    known.tenantId,
    known.apps.map(({ clientId }) => clientId),
  )
  return async (tx) => {
    const before = await findLeaving(tx, leavingId)
    if (before?.state !== 'open') return
    const next = applyPresence(before, read)
    await noteGone(tx, before, next, read.at)
    if (isSameToSee(before, next)) await updateLeaving(tx, before, next)
    else await storeLeaving(tx, before, next, { at: read.at, actor: 'system' })
    if (next.state === 'open')
      await checkLeavingAt(deps, tx, leavingId, later(deps.clock(), pauseOf(deps, next)))
  }
}

/** Often while somebody may be deleting the apps, then once a day: one token and one request each time. */
function pauseOf({ clock }: Pick<Deps, 'clock'>, leaving: Leaving): number {
  if (isInDoubt(leaving)) return confirmAfterMs
  const ageMs = clock().getTime() - leaving.startedAt.getTime()
  if (ageMs < hours(1)) return minutes(10)
  if (ageMs < hours(24)) return hours(1)
  return ageMs < hours(7 * 24) ? hours(6) : hours(24)
}

/** The time of the read alone updates no card: the message would be edited for ever. */
function isSameToSee(before: Leaving, next: Leaving): boolean {
  const seen = ({ checkedAt: _c, failure, ...rest }: Leaving) => ({ ...rest, failure: failure?.name })
  return isDeepStrictEqual(seen(before), seen(next))
}

async function noteGone(tx: Tx, before: Leaving, next: Leaving, at: Date): Promise<void> {
  const { tenantId, id } = next
  for (const [index, app] of next.apps.entries()) {
    if (app.state !== 'gone' || before.apps[index]?.state === 'gone') continue
    const detail = { id, clientId: app.clientId, ...(app.isFormer && { former: true }) }
    const { setId } = app
    await append(tx, { at, actor: 'system', action: 'leaving.gone', tenantId, setId, result: 'done', detail })
  }
}
