import type { Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { forgetSettledRead } from '../tenants/settled-reads-store.ts'
import type { Consent, ConsentKind, ConsentLink, MovedFrom } from './consent.ts'
import { linkColumns, linkFromRow } from './link-row.ts'

/** Links keep the given order. */
export async function insertConsent(db: Db, consent: Consent, links: readonly ConsentLink[]): Promise<void> {
  await db
    .insertInto('consents')
    .values({
      id: consent.id,
      kind: consent.kind,
      set_id: consent.setId ?? null,
      person_json: JSON.stringify(consent.requestedBy),
      approved_by_json: consent.approvedBy ? JSON.stringify(consent.approvedBy) : null,
      signer_json: consent.signer ? JSON.stringify(consent.signer) : null,
      moved_from_json: consent.movedFrom ? JSON.stringify(consent.movedFrom) : null,
      conversation_id: consent.conversationId,
      activity_id: consent.activityId ?? null,
      code: consent.code,
      created_at: consent.createdAt.getTime(),
      cancelled_at: consent.cancelledAt?.getTime() ?? null,
    })
    .execute()
  for (const [position, link] of links.entries()) {
    await forgetSettledRead(db, link.tenantId)
    const identity = { id: link.id, consent_id: link.consentId, position }
    await db
      .insertInto('consent_links')
      .values({ ...identity, ...linkColumns(link) })
      .execute()
  }
}

export async function findConsent(
  db: Db,
  id: string,
): Promise<{ consent: Consent; links: ConsentLink[] } | undefined> {
  const row = await db.selectFrom('consents').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const links = await db
    .selectFrom('consent_links')
    .selectAll()
    .where('consent_id', '=', id)
    .orderBy('position')
    .execute()
  return { consent: consentFromRow(row), links: links.map(linkFromRow) }
}

/** Stores where the card was posted, or that a person canceled the consent; absent fields do not change. */
export async function updateConsent(
  db: Db,
  id: string,
  changes: Partial<Pick<Consent, 'conversationId' | 'activityId' | 'cancelledAt'>>,
): Promise<void> {
  const columns = {
    ...(changes.conversationId === undefined ? {} : { conversation_id: changes.conversationId }),
    ...(changes.activityId === undefined ? {} : { activity_id: changes.activityId }),
    ...(changes.cancelledAt === undefined ? {} : { cancelled_at: changes.cancelledAt.getTime() }),
  }
  if (Object.keys(columns).length === 0) return
  await db.updateTable('consents').set(columns).where('id', '=', id).execute()
}

export const findLink = (db: Db, id: string): Promise<ConsentLink | undefined> => findLinkBy(db, 'id', id)

export const findLinkByToken = (db: Db, tokenHash: string): Promise<ConsentLink | undefined> =>
  findLinkBy(db, 'token_hash', tokenHash)

export const findLinkByState = (db: Db, stateHash: string): Promise<ConsentLink | undefined> =>
  findLinkBy(db, 'state_hash', stateHash)

/** Stores the link, `version` included, if the stored one still has `expectedVersion`; else returns false. */
export async function updateLink(db: Db, link: ConsentLink, expectedVersion: number): Promise<boolean> {
  const result = await db
    .updateTable('consent_links')
    .set(linkColumns(link))
    .where('id', '=', link.id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/**
 * Links of a tenant that have not ended, oldest consent first. With `setId` only those for that set; null: only those for
 * the directory connection alone.
 */
export async function listOpenLinks(
  db: Db,
  { tenantId, setId }: { tenantId: string; setId?: string | null },
): Promise<ConsentLink[]> {
  if (setId === undefined) return (await selectOpenLinks(db, { tenantId })).rows.map(linkFromRow)
  const query = openLinks(db, tenantId).where('consents.set_id', setId === null ? 'is' : '=', setId)
  return (await query.execute()).map(linkFromRow)
}

/** The consent by which the tenant is being connected, if there is one. */
export async function findConnectionConsent(db: Db, tenantId: string): Promise<string | undefined> {
  const links = await listOpenLinks(db, { tenantId })
  return links.find(({ kind }) => kind === 'connection')?.consentId
}

const openLinks = (db: Db, tenantId: string) =>
  db
    .selectFrom('consent_links')
    .innerJoin('consents', 'consents.id', 'consent_links.consent_id')
    .selectAll('consent_links')
    .where('consent_links.tenant_id', '=', tenantId)
    .where('consent_links.ended', '=', 0)
    .orderBy('consents.created_at')
    .orderBy('consents.id')
    .orderBy('consent_links.position')

const selectOpenLinks = prepare((db: Db, given: { tenantId: string }) => openLinks(db, given.tenantId))

/** Links of a tenant that have not ended, or whose deadline was after `since`, in the same order. */
export async function listWatchedLinks(
  db: Db,
  { tenantId, since }: { tenantId: string; since: Date },
): Promise<ConsentLink[]> {
  return (await selectWatchedLinks(db, { tenantId, since: since.getTime() })).rows.map(linkFromRow)
}

/** Runs after every read of a tenant. */
const selectWatchedLinks = prepare((db: Db, given: { tenantId: string; since: number }) =>
  db
    .selectFrom('consent_links')
    .innerJoin('consents', 'consents.id', 'consent_links.consent_id')
    .selectAll('consent_links')
    .where('consent_links.tenant_id', '=', given.tenantId)
    .where((eb) =>
      eb.or([eb('consent_links.ended', '=', 0), eb('consent_links.expires_at', '>', given.since)]),
    )
    .orderBy('consents.created_at')
    .orderBy('consents.id')
    .orderBy('consent_links.position'),
)

/** Every link for a set in a tenant, with its consent, oldest first. */
export async function listLinksOfSets(
  db: Db,
  tenantId: string,
): Promise<{ link: ConsentLink; consent: Consent }[]> {
  const rows = await db
    .selectFrom('consent_links')
    .innerJoin('consents', 'consents.id', 'consent_links.consent_id')
    .selectAll('consent_links')
    .where('consent_links.tenant_id', '=', tenantId)
    .where('consent_links.kind', '=', 'set')
    .orderBy('consents.created_at')
    .orderBy('consents.id')
    .orderBy('consent_links.position')
    .execute()
  const ids = [...new Set(rows.map((row) => row.consent_id))]
  if (ids.length === 0) return []
  const found = await db.selectFrom('consents').selectAll().where('id', 'in', ids).execute()
  const consents = new Map(found.map((row) => [row.id, consentFromRow(row)]))
  return rows.flatMap((row) => {
    const consent = consents.get(row.consent_id)
    return consent ? [{ link: linkFromRow(row), consent }] : []
  })
}

async function findLinkBy(
  db: Db,
  column: 'id' | 'token_hash' | 'state_hash',
  value: string,
): Promise<ConsentLink | undefined> {
  const row = await db.selectFrom('consent_links').selectAll().where(column, '=', value).executeTakeFirst()
  return row && linkFromRow(row)
}

export function consentFromRow(row: Selectable<Schema['consents']>): Consent {
  return {
    id: row.id,
    kind: row.kind as ConsentKind,
    ...(row.set_id === null ? {} : { setId: row.set_id }),
    requestedBy: JSON.parse(row.person_json) as Person,
    ...(row.approved_by_json !== null && { approvedBy: JSON.parse(row.approved_by_json) as Person }),
    ...(row.signer_json !== null && { signer: JSON.parse(row.signer_json) as Person }),
    ...(row.moved_from_json !== null && { movedFrom: JSON.parse(row.moved_from_json) as MovedFrom[] }),
    conversationId: row.conversation_id,
    ...(row.activity_id === null ? {} : { activityId: row.activity_id }),
    code: row.code,
    createdAt: new Date(row.created_at),
    ...(row.cancelled_at === null ? {} : { cancelledAt: new Date(row.cancelled_at) }),
  }
}
