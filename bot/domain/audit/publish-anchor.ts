import { hours, later, minutes } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { appendBroken } from './audit-store.ts'
import { findHead, keyringOf } from './chain-store.ts'
import { type AnchorProblem, compareAnchors } from './compare-anchors.ts'
import { anchorHistory, anchorLine, parseAnchor } from './history-anchor.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'anchors' | 'log'>

/**
 * Once an hour, compares the history with the last anchor and sends the next one: to the log, and to the places that the
 * operator chose. A history that disagrees, as an older database that was put back does, gets an entry that says so.
 */
export async function publishAnchor(deps: Needs): Promise<Commit> {
  const { database, clock, anchors, log } = deps
  const { db } = database
  const problem = await findProblem(deps)
  if (problem) log.error({ ...problem }, 'the history disagrees with its last anchor')
  const now = clock()
  const anchor = await anchorHistory(db, now)
  log.info({ anchor }, 'history anchor')
  await anchors.send(anchorLine(anchor))
  const failures = [...anchors.failures()]
  for (const [place, error] of failures)
    log.warn({ place, err: error }, 'an anchor of the history was not sent')
  const brokenId = (await findHead(db))?.brokenId
  if (brokenId !== undefined) log.error({ brokenId }, 'the history was changed from outside')
  return async (tx) => {
    if (problem) await noteProblem(tx, problem, now)
    await publishAgain(deps, tx, later(now, failures.length > 0 ? minutes(5) : hours(1)))
  }
}

/** An anchor that this process can't verify says nothing about the history. */
async function findProblem({ database: { db }, anchors, log }: Needs): Promise<AnchorProblem | undefined> {
  const lines = await anchors.findLast().catch((error: unknown) => {
    log.warn({ err: error }, 'the last anchor of the history cannot be read')
  })
  const last = lines?.map(parseAnchor).findLast((anchor) => anchor !== undefined)
  if (!last) return undefined
  const { problem } = await compareAnchors(db, [last], keyringOf(db))
  if (problem?.kind !== 'forged' && problem?.kind !== 'unknownKey') return problem
  log.warn({ ...problem }, 'the last anchor of the history cannot be verified')
  return undefined
}

function noteProblem(tx: Tx, { anchor: { id, hash, at } }: AnchorProblem, now: Date): Promise<void> {
  return appendBroken(tx, { at: now, reason: 'ANCHOR_DISAGREES', detail: { id, hash, at } })
}

function publishAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'audit.anchor', key: 'only', data: {}, runAt })
}

/** Schedules the first anchor at startup. */
export function scheduleAnchor(deps: Pick<Needs, 'clock' | 'jobs'>, tx: Tx): Promise<void> {
  return publishAgain(deps, tx, deps.clock())
}
