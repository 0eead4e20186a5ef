import type { Person } from '#platform/base/person.ts'
import { later } from '#platform/base/time.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import { hasUnconfirmed } from '../baselines/baselines-store.ts'
import type { PermissionKey, Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { appendStatusChange, changeGrant } from '../grants/change-grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { isReadable } from '../grants/is-readable.ts'
import { standingBlock } from '../status/closure.ts'
import { type ConsentLink, hasEnded } from './consent.ts'
import { findConsent, listWatchedLinks } from './consents-store.ts'
import { extrasBefore, watchBeyond, watchedSince } from './granted-beyond.ts'
import { watchExpiry } from './make-consent.ts'
import { moveLink } from './move-link.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'react'>

/**
 * After a read of a tenant was stored: ends every open link whose consent the read shows and releases the link behind it;
 * tells what was granted beyond the list of a link.
 * The only place where a link becomes `verified`.
 */
export async function updateLinks(
  deps: Needs,
  tx: Tx,
  tenantId: string,
  requirements: readonly Requirement[],
): Promise<void> {
  for (const link of await listWatchedLinks(tx, { tenantId, since: watchedSince(deps) })) {
    await watchBeyond(deps, tx, link, requirements)
    if (hasEnded(link.phase) || link.phase === 'held' || !(await isVisible(tx, link))) continue
    await endVerified(deps, tx, link, requirements)
  }
}

/** The tenant itself shows the consent. */
async function isVisible(tx: Tx, link: ConsentLink): Promise<boolean> {
  if (link.kind === 'connection') return isReadable(tx, link.tenantId)
  const found = await findConsent(tx, link.consentId)
  const grant = found?.consent.setId ? await findGrant(tx, link.tenantId, found.consent.setId) : undefined
  const verified = new Set<PermissionKey>(grant?.memory.verified?.permissions)
  const current = grant?.memory.facts?.at.getTime() === grant?.memory.verified?.at.getTime()
  return (
    current &&
    link.requirement.permissions.length > 0 &&
    link.requirement.permissions.every((key) => verified.has(key))
  )
}

async function endVerified(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  requirements: readonly Requirement[],
): Promise<void> {
  const at = deps.clock()
  await moveLink(tx, link, 'verified', at, { stateHash: undefined, cookieHash: undefined })
  await deps.jobs.cancel(tx, 'consent.expire', link.id)
  await deps.jobs.cancel(tx, 'consent.verify', link.id)
  const found = await findConsent(tx, link.consentId)
  if (!found) return
  const next = found.links.find((each) => each.tenantId === link.tenantId && each.step === link.step + 1)
  if (next?.phase === 'held') await release(deps, tx, next, requirements, found.consent.setId)
  if (link.kind === 'connection') await showBaselineTo(tx, link.tenantId, found.consent.requestedBy, at)
  await refreshConsentCards(deps, tx, found.consent, at)
  await append(tx, {
    at,
    actor: 'system',
    action: 'consent.verified',
    tenantId: link.tenantId,
    setId: link.kind === 'set' ? found.consent.setId : undefined,
    result: 'done',
    detail: { code: found.consent.code, link: link.kind, requirement: link.requirement.version },
  })
}

/** Whoever connected a tenant is shown once what its first read found granted. */
async function showBaselineTo(tx: Tx, tenantId: string, person: Person, dueAt: Date): Promise<void> {
  if (!(await hasUnconfirmed(tx, tenantId))) return
  const { tenantId: home, objectId } = person
  const addresses = [{ person: { tenantId: home, objectId } }]
  await postCardOnce(tx, { subject: { kind: 'baseline', id: tenantId }, addresses, dueAt })
}

/** The directory is connected, so the set itself can be granted and verified. */
async function release(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  requirements: readonly Requirement[],
  setId: string | undefined,
): Promise<void> {
  const at = deps.clock()
  const requirement = requirements.find((each) => each.setId === setId)
  const grant = setId ? await findGrant(tx, link.tenantId, setId) : undefined
  if (!requirement || !grant || standingBlock(grant.memory)) {
    await moveLink(tx, link, 'cancelled', at)
    return
  }
  const before = extrasBefore(requirement, grant.memory)
  const bound = { ...link.requirement, ...(before && { before }) }
  const openUntil = later(at, deps.rules.linkMs)
  const sent = await moveLink(tx, link, 'sent', at, { openUntil, requirement: bound })
  await watchExpiry(deps, tx, sent)
  const waiting = { consentId: link.consentId, phase: 'linkOut' as const, since: at }
  const change = await changeGrant(deps, tx, requirement, grant, { ...grant.memory, consent: waiting })
  await appendStatusChange(tx, { tenantId: link.tenantId, change, at, because: 'consent' })
}
