import type { PermissionSet, Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { presentGrant } from '#domain/grants/present-grant.ts'
import { isResettable } from '#domain/grants/reset-refusal.ts'
import type { OtherUse } from '#domain/status/assessment.ts'
import { findGaps } from '#domain/status/compare-permissions.ts'
import type { TenantSetRow } from '../../../cards/tenant-data.ts'
import { acceptedParts } from './accepted-findings.ts'
import { entraLink } from './entra-link.ts'
import { appRefs, setRef } from './refs.ts'
import { undoUntil } from './undo-until.ts'

/** A set on the card of its tenant, as it is evaluated now. */
export function setRow(
  deps: Deps,
  set: PermissionSet,
  requirement: Requirement,
  grant: Grant | undefined,
  { use: usedElsewhere, live }: { use: OtherUse | undefined; live: readonly Exception[] },
): TenantSetRow {
  const { status, findings, lastKnown } = presentGrant(deps, requirement, grant, usedElsewhere)
  const facts = grant?.memory.facts?.value
  const required = requirement.permissions.length
  return {
    set: setRef(set),
    version: grant?.version ?? 0,
    apps: appRefs(deps.catalog, set),
    status,
    statusSince: grant?.statusSince,
    lastKnown,
    readAt: grant?.memory.facts?.at,
    canReset: grant !== undefined && isResettable({ status, memory: grant.memory }),
    ...acceptedParts({ status, findings }, { requirement, live, setId: set.id }),
    granted: facts && required - findGaps(requirement.permissions, facts).length,
    required,
    entraUrl: entraLink(deps.rules, requirement.clientId, grant, findings),
    consentId: grant?.memory.consent?.consentId,
    undoUntil: undoUntil(deps, grant),
  }
}
