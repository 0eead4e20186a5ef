import { appsOfSet } from '#domain/catalog/find.ts'
import { permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { listLiveExceptions } from '#domain/exceptions/exceptions-store.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { faceOf } from '#domain/grants/present-grant.ts'
import { readShownTenant } from '#domain/grants/shown-tenant-store.ts'
import { otherUses } from '#domain/grants/tenant-limit.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { getSet, pickRequirement, requirementsFrom } from '#domain/requirements/current-requirements.ts'
import { byHandState } from '#domain/status/by-hand.ts'
import { findGaps } from '#domain/status/compare-permissions.ts'
import { settingState } from '#domain/status/setting-state.ts'
import { grantDetailsCard, type SettingRow } from '../../../cards/grant-details.ts'
import type { PermissionRow } from '../../../cards/grant-permissions.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { acceptedParts } from './accepted-findings.ts'
import { elsewhereOf } from './elsewhere-view.ts'
import { entraLink, formerAppLink } from './entra-link.ts'
import { appRefs, permissionRef, rightsOf, setRef, tenantRef } from './refs.ts'
import type { Viewer } from './tenant-view.ts'
import { undoUntil } from './undo-until.ts'

/** Every permission of one set in one tenant, from the stored state. @throws UserError TENANT_UNKNOWN, SET_UNKNOWN */
export async function showDetails(
  deps: Deps,
  { actor, turn }: Viewer,
  { tenantId, setId, notice, page }: { tenantId: string; setId: string; notice?: Notice; page?: number },
): Promise<Card> {
  const { catalog, database } = deps
  const { db } = database
  const { tenant, readings, exceptions, listUsing, nameOf } = await readShownTenant(db, catalog, tenantId)
  const set = getSet(deps, setId)
  const requirement = pickRequirement(requirementsFrom(deps, readings), setId)
  const grant = await findGrant(db, tenantId, setId)
  const [use] = otherUses(appsOfSet(catalog, set), tenantId, listUsing)
  const face = faceOf(deps, requirement, grant, use)
  const { status, findings, objectId } = face
  const namesOf = scopeOf(actor, 'viewer')
  const live = exceptions.length > 0 ? await listLiveExceptions(db, tenantId) : []
  return grantDetailsCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    set: setRef(set),
    version: face.version,
    clientId: requirement.clientId,
    apps: appRefs(deps.catalog, set),
    status,
    statusSince: face.statusSince,
    lastKnown: face.lastKnown,
    canReset: face.canReset,
    checkedAt: face.readAt,
    ...acceptedParts({ status, findings }, { requirement, live, setId }),
    permissions: permissionRows(deps, requirement, grant),
    settings: settingRows(deps, requirement, grant),
    entraUrl: entraLink(deps.rules, requirement.clientId, { tenantId, objectId }, findings),
    formerUrl: formerAppLink(deps.rules, tenantId, findings),
    consentId: face.consentId,
    undoUntil: undoUntil(deps, face.block),
    elsewhere: elsewhereOf({ use, face, namesOf }, nameOf),
    rights: rightsOf(actor, turn, tenantId),
    notice,
    page,
  })
}

function permissionRows(
  { clock }: Deps,
  requirement: Requirement,
  grant: Grant | undefined,
): PermissionRow[] {
  const now = clock()
  const facts = grant?.memory.facts?.value
  const gaps = new Set(facts && findGaps(requirement.permissions, facts).map(permissionKey))
  const verified = grant?.memory.verified && new Set(grant.memory.verified.permissions)
  return requirement.permissions.map((permission) => {
    const key = permissionKey(permission)
    const isNew = verified !== undefined && !verified.has(key)
    const state = !facts ? 'notRead' : !gaps.has(key) ? 'granted' : isNew ? 'new' : 'missing'
    return { ...permissionRef(permission, now), state }
  })
}

/** Without those that no longer help. */
function settingRows({ clock }: Deps, requirement: Requirement, grant: Grant | undefined): SettingRow[] {
  const { memory = {} } = grant ?? {}
  const facts = memory.facts?.value
  return requirement.settings.flatMap((setting): SettingRow[] => {
    const { id, name, coach, without } = setting
    const row = { id, name, coach, without }
    if (setting.kind === 'byHand') {
      const said = byHandState(setting, { requirement, memory, now: clock() })
      if (said.state === 'over') return []
      return [{ ...row, state: said.state, ...(said.state === 'confirmed' && { confirmed: said }) }]
    }
    const state = facts && settingState(setting, facts)
    return [{ ...row, state: state === 'present' ? 'ok' : state === 'missing' ? 'missing' : 'notRead' }]
  })
}
