import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import type { Commit } from '#platform/jobs/jobs.ts'

/** Writes a row that a test can find. */
export const writing =
  (setId: string): Commit =>
  (tx) =>
    saveRequirement(tx, { setId, version: '1', permissions: [], source: 'catalog', readAt: new Date(0) })
