import { type Approval, approvalDetail, type Person } from '#platform/base/person.ts'
import { later } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { isReadable } from '../grants/is-readable.ts'
import { restoreBlocks } from '../grants/restore-blocks.ts'
import { countOwnAct } from '../people/second-person.ts'
import { findTenant, insertTenant } from '../tenants/tenants-store.ts'
import type { Consent } from './consent.ts'
import { type CardLocation, makeConsent } from './make-consent.ts'

/** `connected`: nothing to do, the tenant can be read already. */
export type Connecting = { tenantId: string; consent: Consent } | { tenantId: string; connected: true }

interface ConnectOrder {
  tenantId: string
  /** Until it is read. */
  name: string
  by: Person
  place: CardLocation
  approval?: Approval
}

/** In the caller's transaction. The caller has asked whether one person is enough, and about the reader's registration. */
export async function makeConnection(
  deps: Pick<Deps, 'clock' | 'random' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>,
  tx: Tx,
  { tenantId, name, by, place, approval }: ConnectOrder,
): Promise<Connecting> {
  const known = await findTenant(tx, tenantId)
  if (await isReadable(tx, tenantId)) return { tenantId, connected: true }
  const at = deps.clock()
  if (!known) {
    const names = { displayName: name, defaultDomain: name }
    const tenant = { id: tenantId, ...names, state: 'connecting', version: 1, addedAt: at } as const
    await insertTenant(tx, tenant, later(at, deps.rules.syncEveryMs))
    await deps.react.tenantAdded(tx, tenantId)
  }
  const tenants = [{ tenantId, needsConnection: true }]
  const approvedBy = approval?.by
  const consent = await makeConsent(deps, tx, { kind: 'connection', tenants, by, place, approvedBy })
  if (!approval)
    await countOwnAct(deps, tx, { kind: 'add', by, tenantIds: [tenantId], at: consent.createdAt })
  const again = known !== undefined
  const sets = again ? {} : await restoreBlocks(deps, tx, tenantId)
  const added = { code: consent.code, again, ...(!again && { to: 'connecting', sets }) }
  const detail = { ...added, ...approvalDetail(approval) }
  await append(tx, { at, actor: by, action: 'tenant.add', tenantId, result: 'done', detail })
  return { tenantId, consent }
}
