import { UserError } from '#platform/base/errors.ts'
import { hashOf, isSameSecret } from '#platform/base/secret-token.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { readSoon } from '../read-soon.ts'
import { type Consent, type ConsentLink, deadlineOf } from './consent.ts'
import { findConsent, findLinkByState } from './consents-store.ts'
import { moveLink } from './move-link.ts'
import { parseCallback } from './parse-callback.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'react'>

interface CallbackRequest {
  query: URLSearchParams
  /** Value of our cookie, if the browser sent it. */
  cookie?: string
}

/**
 * Handles the redirect back from Microsoft: consumes the state, stores the claims of the redirect as a report, and queues
 * the reads that decide. Changes no status.
 * @throws UserError CALLBACK_MALFORMED, STATE_UNKNOWN, COOKIE_MISSING, LINK_EXPIRED; then nothing was consumed, but a return
 * in another browser queues a read of the tenant, because somebody may have consented
 */
export async function handleCallback(deps: Needs, { query, cookie }: CallbackRequest): Promise<void> {
  const state = single(query, 'state')
  if (!state) throw new UserError('CALLBACK_MALFORMED')
  const repeated = namesGivenTwice(query)
  const isTaken = await deps.database.transaction(async (tx) => {
    const { link, consent, isSameBrowser } = await getOpenedLink(tx, { state, cookie, now: deps.clock() })
    if (!isSameBrowser) {
      await readSoon(deps.jobs, tx, link.tenantId, { runAt: deps.clock(), manual: false })
      return false
    }
    const report = parseCallback(query, { tenantId: link.tenantId, repeated })
    const at = deps.clock()
    await moveLink(tx, link, 'returned', at, { report, stateHash: undefined, cookieHash: undefined })
    await enqueue(deps.jobs, tx, {
      queue: 'consent.verify',
      key: link.id,
      data: { linkId: link.id },
      runAt: at,
    })
    await deps.jobs.cancel(tx, 'consent.expire', link.id)
    await refreshConsentCards(deps, tx, consent, at)
    await append(tx, {
      at,
      actor: 'system',
      action: 'consent.return',
      tenantId: link.tenantId,
      setId: consent.setId,
      result: report.refusal || report.otherTenantId ? 'failed' : 'done',
      detail: { code: consent.code, link: link.kind, report },
    })
    return true
  })
  if (!isTaken) throw new UserError('COOKIE_MISSING')
}

/** In time that grows with their number, not with its square. */
function namesGivenTwice(query: URLSearchParams): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const name of query.keys()) (seen.has(name) ? twice : seen).add(name)
  return [...twice]
}

const single = (query: URLSearchParams, name: string): string | undefined => {
  const values = query.getAll(name)
  return values.length === 1 ? values[0] : undefined
}

async function getOpenedLink(
  tx: Tx,
  { state, cookie, now }: { state: string; cookie?: string; now: Date },
): Promise<{ link: ConsentLink; consent: Consent; isSameBrowser: boolean }> {
  const link = await findLinkByState(tx, hashOf(state))
  const found = link && (await findConsent(tx, link.consentId))
  if (!link || !found || link.phase !== 'opened') throw new UserError('STATE_UNKNOWN')
  if (now >= deadlineOf(link)) throw new UserError('LINK_EXPIRED')
  const isSameBrowser = isSameSecret(cookie && hashOf(cookie), link.cookieHash)
  return { link, consent: found.consent, isSameBrowser }
}
