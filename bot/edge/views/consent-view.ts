import type { Requirement } from '#domain/catalog/permission-set.ts'
import { type ConsentLink, deadlineOf } from '#domain/consent/consent.ts'
import { findConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Role } from '#domain/people/role.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { findRequestOfConsent } from '#domain/requests/requests-store.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { findGaps } from '#domain/status/compare-permissions.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import { linkToken } from '#platform/base/secret-token.ts'
import { later } from '#platform/base/time.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { consentCard } from '../../../cards/consent.ts'
import type { ConsentCardData, ConsentLinkRow } from '../../../cards/consent-data.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { Rights } from '../../../cards/subjects.ts'
import { may } from '../teams/actions/actor.ts'
import { afterOf } from './after-consent-view.ts'
import { readMoved } from './moved-view.ts'
import { nameOf } from './people-names.ts'
import { appRefs, outcomeRef, setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

/** The card where it was posted: for the person who has the links. @throws UserError LINK_UNKNOWN */
export async function showFollowedConsent(deps: Deps, consentId: string): Promise<Card> {
  const { db } = deps.database
  const found = await findConsent(db, consentId)
  if (!found) throw new UserError('LINK_UNKNOWN')
  const holder = (await findRequestOfConsent(db, consentId))?.signer ?? found.consent.requestedBy
  const reading = await readReader(deps, holder)
  const has = (role: Role) => found.links.every(({ tenantId }) => isInScope(scopeOf(reading, role), tenantId))
  const rights = { sync: has('operator'), grant: has('approver') }
  return showConsent(deps, { consentId, rights, scope: scopeOf(reading, 'viewer') })
}

/** The card for whoever asks for it. The links are on it only for the person who has them, in their own chat. @throws UserError LINK_UNKNOWN */
export async function showConsentTo(
  deps: Deps,
  { actor, turn }: Viewer,
  { consentId, notice }: Pick<ShownConsent, 'consentId' | 'notice'>,
): Promise<Card> {
  const { db } = deps.database
  const found = await findConsent(db, consentId)
  if (!found) throw new UserError('LINK_UNKNOWN')
  const signer = (await findRequestOfConsent(db, consentId))?.signer
  const own = isSamePerson(signer ?? found.consent.requestedBy, actor)
  const scope = scopeOf(actor, 'viewer')
  const shown = found.links.filter(({ tenantId }) => isInScope(scope, tenantId))
  const mine = (role: Role) => shown.every(({ tenantId }) => may(actor, role, tenantId))
  const shared = turn.conversationKind !== 'personal'
  const rights = { sync: shared || mine('operator'), grant: shared || mine('approver') }
  return showConsent(deps, {
    consentId,
    notice,
    rights,
    withLinks: own && !shared,
    scope,
  })
}

interface ShownConsent {
  consentId: string
  notice?: Notice
  withLinks?: boolean
  /** Default: those of whoever just created it. */
  rights?: Rights
  /** The tenants whose links are shown. */
  scope?: Scope
  /** The tenants that are named as the other side of a move; default: those of `scope`. */
  namesOf?: Scope
}

/** The card of a consent. It contains the links, so it is for one person only. @throws UserError LINK_UNKNOWN */
export async function showConsent(
  deps: Deps,
  {
    consentId,
    notice,
    rights = { sync: true, grant: true },
    withLinks = true,
    scope = 'all',
    namesOf = scope,
  }: ShownConsent,
): Promise<Card> {
  const { db } = deps.database
  const found = await findConsent(db, consentId)
  const links = found?.links.filter(({ tenantId }) => isInScope(scope, tenantId)) ?? []
  if (!found || links.length === 0) throw new UserError('LINK_UNKNOWN')
  const { consent } = found
  const set = consent.setId ? getSet(deps, consent.setId) : undefined
  const requirement = set && (await getRequirement(deps, db, set.id))
  const rows: ConsentLinkRow[] = []
  for (const link of links) {
    const grant = set && (await findGrant(db, link.tenantId, set.id))
    rows.push(await linkRow(deps, { link, grant, requirement, withLinks }))
  }
  return consentCard({
    now: deps.clock(),
    consentId,
    version: versionOf(links),
    kind: consent.kind,
    set: set && setRef(set),
    apps: set ? appRefs(deps.catalog, set) : [],
    code: consent.code,
    requestedBy: { name: consent.requestedBy.name },
    ...(await approvalOf(deps, consentId)),
    createdAt: consent.createdAt,
    links: rows,
    ...(consent.movedFrom && { moved: await readMoved(deps, consent, namesOf) }),
    rights,
    notice,
  })
}

async function approvalOf(
  deps: Deps,
  consentId: string,
): Promise<Pick<ConsentCardData, 'approvedBy' | 'signer'>> {
  const { db } = deps.database
  const request = await findRequestOfConsent(db, consentId)
  const by = request?.decision?.by
  return {
    ...(by && { approvedBy: { name: await nameOf(db, by) } }),
    ...(request?.signer && { signer: { name: await nameOf(db, request.signer) } }),
  }
}

/** Changes with every phase of every link. */
const versionOf = (links: readonly ConsentLink[]): number =>
  links.reduce((sum, link) => sum + link.version, 0)

async function linkRow(
  deps: Deps,
  given: { link: ConsentLink; grant?: Grant; requirement?: Requirement; withLinks: boolean },
): Promise<ConsentLinkRow> {
  const { link, grant, requirement, withLinks } = given
  const open = link.phase === 'sent' && withLinks
  const failed = link.phase === 'refused' || link.phase === 'notConfirmed'
  const outcome = link.report?.refusal ?? makeOutcome('graph', 'consentNotConfirmed')
  const signer = link.kind === 'set' && requirement ? leastRoleToConsent(requirement.permissions) : undefined
  return {
    tenant: await readTenantRef(deps, link.tenantId),
    kind: link.kind,
    step: link.step,
    phase: link.phase,
    times: link.times,
    expiresAt: deadlineOf(link),
    url: open ? `${deps.rules.publicUrl}/consent/${linkToken(deps.rules.linkKey, link.id)}` : undefined,
    signer,
    reads: link.reads,
    checksUntil: link.times.returned && later(link.times.returned, deps.rules.spreadMs),
    outcome: failed ? outcomeRef(outcome, signer) : undefined,
    missing: link.kind === 'set' && grant && requirement ? missingValues(grant, requirement) : undefined,
    after: await afterOf(deps, given),
  }
}

function missingValues(grant: Grant, requirement: Requirement): string[] {
  const facts = grant.memory.facts?.value
  if (!facts) return requirement.permissions.map(({ value }) => value)
  return findGaps(requirement.permissions, facts).map(({ value }) => value)
}
