import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { changeGrant, statusDetail } from '../grants/change-grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { unlimitGrant } from '../grants/limit-grant.ts'
import type { GrantChange } from '../grants/reevaluate.ts'
import { removeOwnAct } from '../people/own-acts-store.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { Consent, ConsentLink, LinkPhase } from './consent.ts'
import { hasEnded } from './consent.ts'
import { findConsent } from './consents-store.ts'
import { moveLink } from './move-link.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

type Unhappy = Extract<LinkPhase, 'refused' | 'notConfirmed' | 'expired' | 'cancelled'>

/**
 * Ends a link without success, and the held link behind it. The grant stops waiting; with `failure` it becomes an error.
 * Does nothing to a link that has ended.
 */
export async function endLink(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  { phase, failure, detail = {} }: { phase: Unhappy; failure?: Outcome; detail?: object },
): Promise<void> {
  if (hasEnded(link.phase)) return
  const at = deps.clock()
  await moveLink(tx, link, phase, at, { stateHash: undefined, cookieHash: undefined })
  await deps.jobs.cancel(tx, 'consent.expire', link.id)
  await deps.jobs.cancel(tx, 'consent.verify', link.id)
  const found = await findConsent(tx, link.consentId)
  if (!found) return
  await uncountUnused(tx, found.consent, { link, phase })
  const held = found.links.find((each) => each.tenantId === link.tenantId && each.phase === 'held')
  if (held) await moveLink(tx, held, 'cancelled', at)
  const change = await stopWaiting(deps, tx, { consent: found.consent, link, failure })
  await refreshConsentCards(deps, tx, found.consent, at)
  await append(tx, {
    at,
    actor: 'system',
    action: `consent.${phase}`,
    tenantId: link.tenantId,
    setId: found.consent.setId,
    result: phase === 'cancelled' ? 'done' : 'failed',
    reason: failure?.name,
    detail: { ...statusDetail(change), code: found.consent.code, link: link.kind, ...detail },
  })
}

/** A link that nobody opened and that was withdrawn has changed nothing, so it doesn't count as an act. */
async function uncountUnused(
  tx: Tx,
  consent: Consent,
  { link, phase }: { link: ConsentLink; phase: Unhappy },
): Promise<void> {
  if (phase !== 'cancelled' || link.phase !== 'sent') return
  const { requestedBy, setId, createdAt: at } = consent
  await removeOwnAct(tx, requestedBy, { kind: setId ? 'grant' : 'add', tenantId: link.tenantId, setId, at })
}

async function stopWaiting(
  deps: Needs,
  tx: Tx,
  { consent, link, failure }: { consent: Consent; link: ConsentLink; failure?: Outcome },
): Promise<GrantChange | undefined> {
  if (!consent.setId) return undefined
  const grant = await findGrant(tx, link.tenantId, consent.setId)
  if (grant?.memory.consent?.consentId !== consent.id) return undefined
  // Of a link that somebody opened, nobody knows what was consented to.
  const isUnopened = link.kind === 'connection' || link.phase === 'sent'
  const kept = isUnopened ? await unlimitGrant(deps, tx, grant, consent.createdAt) : grant.memory
  const { consent: _ended, ...memory } = kept
  const at = deps.clock()
  const requirement = await getRequirement(deps, tx, consent.setId)
  return changeGrant(
    deps,
    tx,
    requirement,
    grant,
    failure ? { ...memory, failure: { at, outcome: failure } } : memory,
  )
}
