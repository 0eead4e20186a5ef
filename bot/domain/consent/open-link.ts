import { UserError } from '#platform/base/errors.ts'
import { hashOf, randomToken } from '#platform/base/secret-token.ts'
import { later } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMayAlone, countOwnAct } from '../people/second-person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import { callbackUrl } from '../requirements/registration-problem.ts'
import { assertMayOpen } from './assert-may-open.ts'
import { assertOpenable } from './assert-openable.ts'
import { assertOpenHere, getLiveLink, type LiveLink } from './live-link.ts'
import { watchExpiry } from './make-consent.ts'
import { moveLink } from './move-link.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'

type Needs = RefreshDeps & Pick<Deps, 'random' | 'jobs' | 'people'>

export interface Departure {
  /** Microsoft's admin-consent page, pinned to the tenant of the link. */
  location: string
  /** Binds the callback to this browser. */
  cookie: { value: string; maxAgeSeconds: number }
}

/**
 * Consumes a link and returns the address of Microsoft's consent page. State and cookie are new, random, and stored as hashes
 * only. A link whose list has changed since it was shown is refused and ends; one whose people may not be behind it now, or
 * whose list can't be read, stays.
 * @throws UserError LINK_…, ROLES_UNREADABLE, ACCOUNT_UNREADABLE, LIST_CHANGED, REGISTRATION_MISMATCH, TENANT_LIMIT_REACHED,
 * APPROVAL_NEEDED
 */
export async function openLink(deps: Needs, token: string): Promise<Departure> {
  await assertMayOpen(deps, token)
  const state = randomToken(deps.random)
  const cookie = randomToken(deps.random)
  await assertOpenable(deps, token)
  const live = await deps.database.transaction(async (tx) => {
    const now = deps.clock()
    const found = await getLiveLink(tx, token, now)
    await assertUnchanged(deps, tx, found)
    await assertOpenHere(deps, tx, found)
    const returnUntil = later(now, deps.rules.returnMs)
    const hashes = { stateHash: hashOf(state), cookieHash: hashOf(cookie), returnUntil }
    const opened = await moveLink(tx, found.link, 'opened', now, hashes)
    await watchExpiry(deps, tx, opened)
    await countOpening(deps, tx, found, now)
    await refreshConsentCards(deps, tx, found.consent, now)
    await append(tx, {
      at: now,
      actor: 'system',
      action: 'consent.open',
      tenantId: found.tenant.id,
      setId: found.consent.setId,
      result: 'done',
      detail: { code: found.consent.code, link: found.link.kind },
    })
    return found
  })
  return {
    location: consentUrl(deps, live, state),
    cookie: { value: cookie, maxAgeSeconds: Math.floor(deps.rules.returnMs / 1000) },
  }
}

/** A link can be opened long after it was made, when the act that made it no longer counts. */
async function countOpening(deps: Needs, tx: Tx, { link, consent }: LiveLink, at: Date): Promise<void> {
  const { setId, requestedBy: by, approvedBy } = consent
  if (approvedBy) return
  await countOwnAct(deps, tx, { kind: setId ? 'grant' : 'add', by, at, setId, tenantIds: [link.tenantId] })
}

async function assertUnchanged(deps: Needs, tx: Tx, { link, consent }: LiveLink): Promise<void> {
  if (link.kind === 'connection' || !consent.setId) {
    if (link.clientId !== deps.rules.readerClientId) throw new UserError('LINK_CANCELLED')
    return
  }
  const requirement = await getRequirement(deps, tx, consent.setId)
  const same = requirement.version === link.requirement.version && requirement.clientId === link.clientId
  if (!same) throw new UserError('LINK_CANCELLED')
  if (consent.approvedBy) return
  // A new catalog can rate the same list higher than when one person made the link.
  const by = { ...consent.requestedBy, roles: ['approver'] as const }
  const { permissions } = requirement
  await assertMayAlone(deps, tx, {
    kind: 'grant',
    by,
    tenantIds: [link.tenantId],
    permissions,
    isCounted: true,
  })
}

/** `.default` requests everything the registration lists; a single scope would grant the delegated twin of an app role. */
function consentUrl(deps: Pick<Deps, 'rules'>, { link }: LiveLink, state: string): string {
  const url = new URL(`${deps.rules.loginBaseUrl}/${link.tenantId}/v2.0/adminconsent`)
  url.searchParams.set('client_id', link.clientId)
  url.searchParams.set('redirect_uri', callbackUrl(deps.rules))
  url.searchParams.set('scope', `${deps.rules.cloud.graphUrl}/.default`)
  url.searchParams.set('state', state)
  return url.href
}
