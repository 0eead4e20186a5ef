import type { Kysely } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import { hashOf } from '#platform/base/secret-token.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Deps } from '../deps.ts'
import { findGrant } from '../grants/grants-store.ts'
import { tenantLimitRefusal } from '../grants/tenant-limit.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { findTenant } from '../tenants/tenants-store.ts'
import type { Consent, ConsentLink } from './consent.ts'
import { findConsent, findLinkByToken } from './consents-store.ts'

export interface LiveLink {
  link: ConsentLink
  consent: Consent
  tenant: Tenant
}

/**
 * The link behind a token, if it can still be opened.
 * @throws UserError LINK_UNKNOWN, LINK_USED, LINK_EXPIRED, LINK_CANCELLED
 */
export async function getLiveLink(db: Kysely<Schema>, token: string, now: Date): Promise<LiveLink> {
  const link = await findLinkByToken(db, hashOf(token))
  if (!link) throw new UserError('LINK_UNKNOWN')
  if (link.phase === 'cancelled') throw new UserError('LINK_CANCELLED')
  if (link.phase === 'expired' || (link.phase === 'sent' && now >= link.openUntil))
    throw new UserError('LINK_EXPIRED')
  if (link.phase === 'held') throw new UserError('LINK_UNKNOWN')
  if (link.phase !== 'sent') throw new UserError('LINK_USED')
  const found = await findConsent(db, link.consentId)
  const tenant = await findTenant(db, link.tenantId)
  if (!found || !tenant || found.consent.cancelledAt) throw new UserError('LINK_CANCELLED')
  if (!(await isWanted(db, found.consent, link))) throw new UserError('LINK_CANCELLED')
  return { link, consent: found.consent, tenant }
}

/** Between making and opening a link, the app can come into use in another tenant. @throws UserError TENANT_LIMIT_REACHED */
export async function assertOpenHere(
  deps: Pick<Deps, 'catalog'>,
  db: Kysely<Schema>,
  { link, consent }: LiveLink,
): Promise<void> {
  if (link.kind === 'connection' || !consent.setId) return
  const refusal = await tenantLimitRefusal(deps, db, { tenantId: link.tenantId, setId: consent.setId })
  if (refusal) throw refusal
}

/** A block, a reset, or a newer link removes the consent from the memory of its grant, which ends the link. */
export async function isWanted(db: Kysely<Schema>, consent: Consent, link: ConsentLink): Promise<boolean> {
  if (link.kind === 'connection') return true
  const grant = consent.setId ? await findGrant(db, link.tenantId, consent.setId) : undefined
  return grant?.memory.consent?.consentId === consent.id
}
