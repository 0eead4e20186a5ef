import { later, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import { isMendedByConnecting, makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { appendStatusChange, changeGrant } from '../grants/change-grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { recordRead } from '../grants/record-read.ts'
import { enqueue } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { type ConsentLink, hasEnded } from './consent.ts'
import { findConsent, findLink } from './consents-store.ts'
import { endLink } from './end-link.ts'
import { moveLink } from './move-link.ts'
import { listOpenedLinks } from './opened-links.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'
import { updateLinks } from './update-links.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'react'
>

/** Pauses between reads while consent propagates; the last one repeats until the deadline. */
const pauses = [5, 5, 10, 20, 20, 60].map(seconds)

/**
 * Reads the tenant after a callback and decides. Success is what the read shows; a refusal counts once a complete read does
 * not show the consent; otherwise the tenant is read again until the deadline.
 */
export async function verifyLink(deps: Needs, { linkId }: { linkId: string }): Promise<Commit> {
  const link = await findLink(deps.database.db, linkId)
  if (!link || !isReturning(link)) return async () => {}
  const asked = await currentRequirements(deps, deps.database.db)
  const freshToken = link.kind === 'connection'
  const read = await deps.directory.readTenant(link.tenantId, asked, { freshToken })
  return async (tx) => {
    const requirements = await currentRequirements(deps, tx)
    const openedLinks = () => listOpenedLinks(deps, tx, link.tenantId, requirements)
    await recordRead(deps, tx, { tenantId: link.tenantId, read, requirements, openedLinks })
    await updateLinks(deps, tx, link.tenantId, requirements)
    const now = await findLink(tx, linkId)
    if (now && isReturning(now)) await decide(deps, tx, { link: now, read, requirements })
  }
}

const isReturning = (link: ConsentLink): boolean => link.phase === 'returned' || link.phase === 'spreading'

async function decide(
  deps: Needs,
  tx: Tx,
  { link, read, requirements }: { link: ConsentLink; read: TenantRead; requirements: readonly Requirement[] },
): Promise<void> {
  const refusal = link.report?.refusal
  if (refusal && isAnswer(link, read)) return endLink(deps, tx, link, { phase: 'refused', failure: refusal })
  const returnedAt = link.times.returned ?? deps.clock()
  if (deps.clock() >= later(returnedAt, deps.rules.spreadMs)) {
    return endLink(deps, tx, link, {
      phase: 'notConfirmed',
      failure: makeOutcome('graph', 'consentNotConfirmed'),
    })
  }
  await scheduleNextRead(deps, tx, link, requirements)
}

/** The read is conclusive. For the directory connection, one that still lacks it or a right is conclusive too. */
function isAnswer(link: ConsentLink, read: TenantRead): boolean {
  if (link.kind === 'connection') return read.connection !== 'ok' && lacksConsent(read)
  return read.connection === 'ok' && Object.values(read.sets).every((result) => result.read)
}

const lacksConsent = (read: Exclude<TenantRead, { connection: 'ok' }>): boolean =>
  read.connection === 'lost' || isMendedByConnecting(read.outcome)

async function scheduleNextRead(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  requirements: readonly Requirement[],
): Promise<void> {
  const at = deps.clock()
  const reads = link.reads + 1
  await moveLink(tx, link, 'spreading', at, { reads })
  const pause = pauses[Math.min(reads, pauses.length) - 1] ?? seconds(60)
  const runAt = later(at, pause)
  await enqueue(deps.jobs, tx, { queue: 'consent.verify', key: link.id, data: { linkId: link.id }, runAt })
  const found = await findConsent(tx, link.consentId)
  if (!found) return
  if (link.phase === 'returned')
    await markSpreading(deps, tx, link, { setId: found.consent.setId, requirements })
  await refreshConsentCards(deps, tx, found.consent, at)
}

async function markSpreading(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  { setId, requirements }: { setId?: string; requirements: readonly Requirement[] },
): Promise<void> {
  const requirement = requirements.find((each) => each.setId === setId)
  const grant = setId && link.kind === 'set' ? await findGrant(tx, link.tenantId, setId) : undefined
  if (!requirement || !grant?.memory.consent || hasEnded(link.phase)) return
  const consent = { ...grant.memory.consent, phase: 'spreading' as const }
  const change = await changeGrant(deps, tx, requirement, grant, { ...grant.memory, consent })
  await appendStatusChange(tx, { tenantId: link.tenantId, change, at: deps.clock(), because: 'consent' })
}
