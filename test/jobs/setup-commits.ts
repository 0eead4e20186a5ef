import type { Commit } from '../../bot/jobs/jobs.ts'
import { saveRequirement } from '../../bot/requirements/requirements-store.ts'

/** Writes something one can look for. */
export const writing =
  (setId: string): Commit =>
  (tx) =>
    saveRequirement(tx, { setId, version: '1', permissions: [], source: 'catalog', readAt: new Date(0) })
