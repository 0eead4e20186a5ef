import { findHead } from '#domain/audit/chain-store.ts'
import { anchorHistory } from '#domain/audit/history-anchor.ts'
import type { Deps } from '#domain/deps.ts'
import type { HistorySettings } from '../../../cards/settings-history.ts'

/** The end of the history now and its problems, for the settings card. */
export async function readHistorySettings({
  database: { db },
  clock,
  anchors,
}: Pick<Deps, 'database' | 'clock' | 'anchors'>): Promise<HistorySettings> {
  const brokenId = (await findHead(db))?.brokenId
  return {
    anchor: await anchorHistory(db, clock()),
    ...(brokenId !== undefined && { brokenId }),
    unsent: [...anchors.failures().keys()],
  }
}
