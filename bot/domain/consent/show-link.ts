import { UserError } from '#platform/base/errors.ts'
import { type Permission, permissionKey } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { readerRights } from '../directory/reader-rights.ts'
import type { ShownApp } from '../directory/registration.ts'
import { findGrant } from '../grants/grants-store.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'
import { findGaps } from '../status/compare-permissions.ts'
import type { LinkKind } from './consent.ts'
import { assertOpenHere, getLiveLink, type LiveLink } from './live-link.ts'

/** What the start page shows before the person goes to Microsoft. */
export interface LinkPage {
  kind: LinkKind
  suite: string
  /** Name of the set; empty for the directory connection. */
  setName: string
  apps: readonly string[]
  /** As Microsoft's page will name it; absent: it can't be read now. */
  shownApp?: ShownApp
  clientId: string
  tenantId: string
  tenantName: string
  tenantDomain: string
  permissions: readonly PagePermission[]
  requestedBy: string
  /** The approver; absent: no approval was needed. */
  approvedBy?: string
  code: string
  openUntil: Date
}

export interface PagePermission
  extends Pick<Permission, 'value' | 'api' | 'type' | 'reason' | 'tier' | 'retires' | 'preview'> {
  /** The last read of the tenant found it granted. */
  isGranted?: boolean
}

type Needs = Pick<Deps, 'database' | 'clock' | 'catalog' | 'clientIds' | 'rules' | 'directory'>

/** Reads a link without consuming it: mail scanners and HEAD requests may do so. @throws UserError LINK_… */
export async function showLink(deps: Needs, token: string): Promise<LinkPage> {
  const live = await getLiveLink(deps.database.db, token, deps.clock())
  await assertOpenHere(deps, deps.database.db, live)
  const { link, consent, tenant } = live
  const shownApp = await deps.directory.readShownApp(link.clientId)
  return {
    kind: link.kind,
    suite: deps.catalog.suite,
    ...(await setPart(deps, live)),
    ...(shownApp.read && shownApp.value && { shownApp: shownApp.value }),
    clientId: link.clientId,
    tenantId: tenant.id,
    tenantName: tenant.displayName,
    tenantDomain: tenant.defaultDomain,
    requestedBy: consent.requestedBy.name,
    ...(consent.approvedBy && { approvedBy: consent.approvedBy.name }),
    code: consent.code,
    openUntil: link.openUntil,
  }
}

async function setPart(
  deps: Needs,
  { link, consent, tenant }: LiveLink,
): Promise<Pick<LinkPage, 'setName' | 'apps' | 'permissions'>> {
  if (link.kind === 'connection' || !consent.setId)
    return { setName: '', apps: [], permissions: readerRights }
  const set = getSet(deps, consent.setId)
  const requirement = await getRequirement(deps, deps.database.db, set.id)
  if (requirement.version !== link.requirement.version) throw new UserError('LINK_CANCELLED')
  const facts = (await findGrant(deps.database.db, tenant.id, set.id))?.memory.facts?.value
  const missing = facts && new Set(findGaps(requirement.permissions, facts).map(permissionKey))
  const permissions = requirement.permissions.map((permission) => ({
    ...permission,
    ...(missing && { isGranted: !missing.has(permissionKey(permission)) }),
  }))
  const names = deps.catalog.apps.filter((app) => set.apps.includes(app.id)).map((app) => app.name)
  return { setName: set.name, apps: names, permissions }
}
