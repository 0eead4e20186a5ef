import type { PermissionSet, Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import type { GrantFace } from '#domain/grants/present-grant.ts'
import type { TenantSetRow } from '../../../cards/tenant-data.ts'
import { acceptedParts } from './accepted-findings.ts'
import { entraLink } from './entra-link.ts'
import { appRefs, setRef } from './refs.ts'
import { undoUntil } from './undo-until.ts'

interface SetOfTenant {
  tenantId: string
  set: PermissionSet
  requirement: Requirement
  face: GrantFace
  /** Exceptions that count now. */
  live: readonly Exception[]
}

/** A set on the card of its tenant, as it is evaluated now. */
export function setRow(deps: Deps, { tenantId, set, requirement, face, live }: SetOfTenant): TenantSetRow {
  const { status, findings, objectId } = face
  return {
    set: setRef(set),
    version: face.version,
    apps: appRefs(deps.catalog, set),
    status,
    statusSince: face.statusSince,
    lastKnown: face.lastKnown,
    readAt: face.readAt,
    canReset: face.canReset,
    ...acceptedParts({ status, findings }, { requirement, live, setId: set.id }),
    granted: face.granted,
    required: requirement.permissions.length,
    entraUrl: entraLink(deps.rules, requirement.clientId, { tenantId, objectId }, findings),
    consentId: face.consentId,
    undoUntil: undoUntil(deps, face.block),
  }
}
