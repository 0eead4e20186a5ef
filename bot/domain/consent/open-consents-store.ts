import type { Db } from '#platform/storage/database.ts'
import type { Consent, ConsentLink } from './consent.ts'
import { consentFromRow } from './consents-store.ts'
import { linkFromRow } from './link-row.ts'

/** Every consent with a link that has not ended, oldest first, with those links. */
export async function listOpenConsents(db: Db): Promise<{ consent: Consent; links: ConsentLink[] }[]> {
  const links = await db
    .selectFrom('consent_links')
    .selectAll()
    .where('ended', '=', 0)
    .orderBy('consent_id')
    .orderBy('position')
    .execute()
  const byConsent = Map.groupBy(links.map(linkFromRow), ({ consentId }) => consentId)
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('id', 'in', (open) => open.selectFrom('consent_links').select('consent_id').where('ended', '=', 0))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ consent: consentFromRow(row), links: byConsent.get(row.id) ?? [] }))
}
