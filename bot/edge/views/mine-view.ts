import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { type MineItem, readMine } from '#domain/mine/read-mine.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import type { Person } from '#platform/base/person.ts'
import { type MineRow, mineCard } from '../../../cards/mine.ts'
import type { Card } from '../../../cards/render.ts'
import { alertData } from './alert-view.ts'
import { exceptionData } from './exception-view.ts'
import { requestListRow } from './request-list-view.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

/** What waits for the person who asks, and nobody else's. */
export async function showMine(deps: Deps, { actor }: Viewer, page: number): Promise<Card> {
  return mineCard({ now: deps.clock(), ...(await readMineRows(deps, actor)), page })
}

/** The same as rows. */
export async function readMineRows(
  deps: Deps,
  reader: Person & RoleReading,
): Promise<{ rows: MineRow[]; unreadGroups: readonly string[] }> {
  const { items, unreadGroups } = await readMine(deps, reader)
  const rows: MineRow[] = []
  const requirements = await currentRequirements(deps, deps.database.db)
  for (const item of items) rows.push(await rowOf(deps, item, requirements))
  return { rows, unreadGroups }
}

async function rowOf(deps: Deps, item: MineItem, requirements: readonly Requirement[]): Promise<MineRow> {
  if (item.kind === 'request') return { kind: 'request', request: await requestListRow(deps, item.request) }
  if (item.kind === 'alert') return { kind: 'alert', alert: await alertData(deps, item.alert), as: item.as }
  if (item.kind === 'baseline') return { kind: 'baseline', tenant: await readTenantRef(deps, item.tenantId) }
  if (item.kind === 'exception')
    return { kind: 'exception', exception: await exceptionData(deps, item.exception, requirements) }
  const { consent, links } = item
  const tenants = []
  for (const { tenantId } of links) tenants.push(await readTenantRef(deps, tenantId))
  const set = deps.catalog.sets.find(({ id }) => id === consent.setId)
  return {
    kind: 'link',
    consentId: consent.id,
    code: consent.code,
    createdAt: consent.createdAt,
    ...(set && { set: { id: set.id, name: set.name } }),
    tenants: [...new Map(tenants.map((tenant) => [tenant.id, tenant])).values()],
    isUnopened: links.some(({ phase }) => phase === 'sent'),
  }
}
