import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

interface VerifiedConsent {
  code: string
  verifiedAt: Date
  requestedBy: Person
  /** Who got the link. */
  signer: Person
  approvedBy?: Person
}

/** The consents to a set in a tenant that a read has confirmed, the newest first. */
export async function listVerifiedConsents(
  db: Db,
  { tenantId, setId, limit }: { tenantId: string; setId: string; limit: number },
): Promise<VerifiedConsent[]> {
  const rows = await db
    .selectFrom('consent_links')
    .innerJoin('consents', 'consents.id', 'consent_links.consent_id')
    .select(['code', 'times_json', 'person_json', 'signer_json', 'approved_by_json'])
    .where('consent_links.tenant_id', '=', tenantId)
    .where('consent_links.kind', '=', 'set')
    .where('consent_links.phase', '=', 'verified')
    .where('consents.set_id', '=', setId)
    .orderBy('consents.created_at', 'desc')
    .orderBy('consents.id')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const requestedBy = JSON.parse(row.person_json) as Person
    const { verified = '' } = JSON.parse(row.times_json) as { verified?: string }
    return {
      code: row.code,
      verifiedAt: new Date(verified),
      requestedBy,
      signer: row.signer_json === null ? requestedBy : (JSON.parse(row.signer_json) as Person),
      ...(row.approved_by_json !== null && { approvedBy: JSON.parse(row.approved_by_json) as Person }),
    }
  })
}
