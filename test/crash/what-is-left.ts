import { query } from '../support/facts.ts'
import type { CrashWorld } from './crash-world.ts'

/** For the words of a failure: what waits, how far rounds are, and what happened last. */
export function whatIsLeft(world: CrashWorld): string {
  const { requests } = world.teams.connector
  return JSON.stringify({
    messages: query(world, 'select subject_kind, due_at, attempts, last_error from outbox'),
    jobs: query(world, 'select queue from jobs where run_at <= ?', Date.now()),
    rounds: query(world, 'select state, done, total from sync_runs where tenant_id is null'),
    acts: query(world, 'select action, result, reason from audit order by id desc limit 8'),
    requests: requests.slice(-5).map(({ method, path, status }) => `${method} ${path} ${status}`),
  })
}
