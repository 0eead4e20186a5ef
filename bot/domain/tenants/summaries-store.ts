import type { Db } from '#platform/storage/database.ts'
import { prepareRows } from '#platform/storage/prepare.ts'
import { valuesTable } from '#platform/storage/values-table.ts'
import type { Status } from '../status/status.ts'
import { summaryColumns } from './summary.ts'

/** Updates the summaries of these tenants. `statuses`: those of all their grants. */
export async function writeSummaries(
  db: Db,
  tenants: readonly { id: string; statuses: readonly Status[] }[],
): Promise<void> {
  const rows = tenants.map(({ id, statuses }) => {
    const counted = Map.groupBy(statuses, (status) => status)
    return { id, ...summaryColumns([...counted].map(([status, { length: count }]) => ({ status, count }))) }
  })
  await updateSummaries(db, rows)
}

const updateSummaries = prepareRows(
  (db: Db, rows: readonly ({ id: string } & ReturnType<typeof summaryColumns>)[]) =>
    db
      .updateTable('tenants')
      .from(
        valuesTable(rows, { id: 'text', attention: 'bigint', counts_json: 'text', any_blocked: 'bigint' }),
      )
      .set((eb) => ({
        attention: eb.ref('given.attention'),
        counts_json: eb.ref('given.counts_json'),
        any_blocked: eb.ref('given.any_blocked'),
      }))
      .whereRef('tenants.id', '=', 'given.id'),
)
