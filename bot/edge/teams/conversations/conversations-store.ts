import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Schema } from '#platform/storage/schema.ts'
import type { ConversationKind } from '../actions/action.ts'
import type { Reference } from '../channel/reference.ts'

/** `open`, or why the bot can't post there, according to the channel. */
export type ConversationState = 'open' | 'muted' | 'uninstalled' | 'suspect' | 'noConversation'

export interface Conversation {
  /** The channel's ID; each thread of a channel is a conversation. */
  id: string
  kind: ConversationKind
  tenantId: string
  /** Entra object ID, in a personal chat. */
  personId?: string
  reference: Reference
  seenAt: Date
}

type Db = Kysely<Schema>

const referenceSchema: z.ZodType<Reference> = z.object({
  serviceUrl: z.string(),
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
    isGroup: z.boolean().optional(),
  }),
  bot: z.object({ id: z.string(), name: z.string().optional() }),
})

/** Adds or updates the conversation: addresses of the channel can change. */
export async function saveConversation(db: Db, conversation: Conversation): Promise<void> {
  const values = {
    kind: conversation.kind,
    tenant_id: conversation.tenantId,
    person_id: conversation.personId ?? null,
    reference_json: JSON.stringify(conversation.reference),
    seen_at: conversation.seenAt.getTime(),
  }
  await db
    .insertInto('conversations')
    .values({ id: conversation.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

export async function findConversation(db: Db, id: string): Promise<Conversation | undefined> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** Undefined for a conversation that isn't stored. */
export async function findConversationState(db: Db, id: string): Promise<ConversationState | undefined> {
  const row = await db.selectFrom('conversations').select('state').where('id', '=', id).executeTakeFirst()
  return row?.state as ConversationState | undefined
}

export async function setConversationState(
  db: Db,
  id: string,
  state: ConversationState,
  at: Date,
): Promise<void> {
  await db
    .updateTable('conversations')
    .set({
      state,
      state_at: state === 'open' ? null : at.getTime(),
      ...(state === 'open' && { refusals: 0, refused_at: null }),
    })
    .where('id', '=', id)
    .where('state', '<>', state)
    .execute()
}

/** Since when the channel refuses messages there; undefined if it doesn't, or for a conversation that isn't stored. */
export async function readRefusedSince(db: Db, id: string): Promise<Date | undefined> {
  const row = await db.selectFrom('conversations').select('state_at').where('id', '=', id).executeTakeFirst()
  return row?.state_at ? new Date(row.state_at) : undefined
}

/** Counts a refusal by the channel, and keeps what it said last. */
export async function refuseConversation(
  db: Db,
  id: string,
  state: Exclude<ConversationState, 'open'>,
  at: Date,
): Promise<void> {
  await setConversationState(db, id, state, at)
  await db
    .updateTable('conversations')
    .set((eb) => ({ refusals: eb('refusals', '+', 1), refused_at: at.getTime() }))
    .where('id', '=', id)
    .execute()
}

/** Reopens all conversations that the bot was removed from, except personal chats: it was added to a team or chat again. */
export async function reopenInstalled(db: Db, tenantId: string): Promise<string[]> {
  const rows = await db
    .updateTable('conversations')
    .set({ state: 'open', state_at: null, refusals: 0, refused_at: null })
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', ['uninstalled', 'noConversation', 'suspect'])
    .where('kind', '<>', 'personal')
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function moveConversation(db: Db, id: string, serviceUrl: string): Promise<void> {
  const known = await findConversation(db, id)
  if (!known) return
  await db
    .updateTable('conversations')
    .set({ reference_json: JSON.stringify({ ...known.reference, serviceUrl }) })
    .where('id', '=', id)
    .execute()
}

/** The newest personal chat of the person with the bot. */
export async function findPersonalConversation(
  db: Db,
  tenantId: string,
  personId: string,
): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('kind', '=', 'personal')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The newest conversation of the tenant: its address is used to open a new chat. */
export async function findNewestConversation(db: Db, tenantId: string): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The newest of the channel itself and its threads: they all have the same address. */
export async function findConversationOfChannel(
  db: Db,
  channelId: string,
): Promise<Conversation | undefined> {
  const thread = `${channelId};messageid=`
  const isThread = sql<boolean>`substr(id, 1, ${sql.lit(thread.length)}) = ${thread}`
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where((where) => where.or([where('id', '=', channelId), isThread]))
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Removes the conversation and, for a channel, its threads. */
export async function removeConversation(db: Db, id: string): Promise<void> {
  const thread = `${id};messageid=`
  // Not `like`, which ignores case in SQLite: these IDs can differ in case only.
  const isThread = sql<boolean>`substr(id, 1, length(${thread})) = ${thread}`
  await db
    .deleteFrom('conversations')
    .where((where) => where.or([where('id', '=', id), isThread]))
    .execute()
}

function fromRow(row: Selectable<Schema['conversations']>): Conversation {
  return {
    id: row.id,
    kind: row.kind as ConversationKind,
    tenantId: row.tenant_id,
    ...(row.person_id !== null && { personId: row.person_id }),
    reference: referenceSchema.parse(JSON.parse(row.reference_json)),
    seenAt: new Date(row.seen_at),
  }
}
