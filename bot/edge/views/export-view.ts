import { countEntries, type Export, type ExportFormat, type ExportPart } from '#domain/audit/export-store.ts'
import { exportMs } from '#domain/audit/make-export.ts'
import type { Deps } from '#domain/deps.ts'
import { exportCard } from '../../../cards/export.ts'
import { type ExportData, exportPlanCard } from '../../../cards/export-plan.ts'
import type { Card } from '../../../cards/render.ts'
import { readTenantRef } from './tenant-ref.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules'>

/** The contents of the file at this moment. */
export async function showExportPlan(
  deps: Needs,
  { format, ...part }: ExportPart & { format: ExportFormat },
): Promise<Card> {
  const { entries } = await countEntries(deps.database.db, part)
  return exportPlanCard({ format, about: await aboutOf(deps, part), entries, minutes: exportMs / 60_000 })
}

/** The link to the file. */
export async function showExport(deps: Needs, made: Export & { token: string }): Promise<Card> {
  const { format, entries, expiresAt, token } = made
  return exportCard({
    now: deps.clock(),
    format,
    about: await aboutOf(deps, made),
    entries,
    url: `${deps.rules.publicUrl}/export/${token}`,
    expiresAt,
  })
}

async function aboutOf(deps: Needs, { tenantId, scope }: ExportPart): Promise<ExportData['about']> {
  if (tenantId === undefined) return scope === 'all' ? 'all' : 'own'
  return readTenantRef(deps, tenantId)
}
