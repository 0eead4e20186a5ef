import { sql } from 'kysely'
import type { Db } from '../storage/database.ts'
import { addressFromKey, addressKey, orderingKeyOf, threadPrefix } from './address.ts'
import type { Doubt } from './doubt.ts'
import { messageFromRow, type OutboxMessage } from './outbox-store.ts'
import type { Route } from './send-limits.ts'

/** A due message and its resolved route. */
export interface DueMessage extends OutboxMessage {
  route: Route
  /** Waiting since. */
  sinceAt: Date
  /** Absent: nothing says that the bot can't post there. */
  doubt?: Doubt
}

/** Exclusions: conversations with a message in flight, tenants at their limit. */
interface Except {
  orderingKeys?: Iterable<string>
  tenants?: Iterable<string>
}

/** Due messages, oldest first. */
export async function takeDue(
  db: Db,
  now: Date,
  limit: number,
  { orderingKeys = [], tenants = [] }: Except = {},
): Promise<DueMessage[]> {
  let query = db
    .selectFrom('outbox')
    .leftJoin('conversations', 'conversations.id', 'outbox.conversation_id')
    .selectAll('outbox')
    .select([
      'conversations.kind',
      'conversations.person_id',
      'conversations.state',
      'conversations.refusals',
      'conversations.refused_at',
      'conversations.tenant_id as conversation_tenant',
    ])
    .where('outbox.dead_at', 'is', null)
    .where('outbox.due_at', '<=', now.getTime())
    .orderBy('outbox.due_at')
    .orderBy('outbox.id')
    // Not in the text of the statement on SQLite: it is another one at most polls, times the lengths of the lists below.
    .limit(sql<number>`${limit}`)
  const [busy, full] = [filled(orderingKeys), filled(tenants)]
  if (busy.length > 0) query = query.where('outbox.lane', 'not in', busy)
  if (full.length > 0) {
    query = query.where(
      (eb) => eb.fn.coalesce('outbox.tenant_id', 'conversations.tenant_id', eb.val('')),
      'not in',
      full,
    )
  }
  const due: DueMessage[] = []
  for (const row of await query.execute())
    due.push(await withRoute(db, { ...messageFromRow(row), sinceAt: new Date(row.since_at) }, row))
  return due
}

/** Pads the list to a power of two with its last value, so that few distinct statements are prepared. */
function filled(values: Iterable<string>): string[] {
  const list = [...values]
  const last = list.at(-1)
  if (last === undefined) return list
  const size = 2 ** Math.ceil(Math.log2(list.length))
  return [...list, ...Array<string>(size - list.length).fill(last)]
}

type Waiting = Omit<DueMessage, 'route' | 'doubt'>

interface State {
  state: string | null
  refusals: number | null
  refused_at: number | null
}

interface Joined extends State {
  kind: string | null
  person_id: string | null
  conversation_tenant: string | null
}

async function withRoute(db: Db, message: Waiting, row: Joined): Promise<DueMessage> {
  const { orderingKey } = message
  const address = addressFromKey(message.conversationId)
  if ('person' in address) return withChat(db, message, address.person)
  if (row.kind === null) return withChannel(db, message)
  const tenantId = row.conversation_tenant ?? ''
  const own = row.kind === 'personal' && row.person_id !== null
  const person = own ? [addressKey({ person: { tenantId, objectId: row.person_id ?? '' } })] : []
  const route = { conversation: orderingKey, tenantId, orderingKeys: [orderingKey, ...person] }
  return { ...message, route, ...doubtOf(row) }
}

/** Takes tenant and state from another thread of the same channel, because this one isn't stored yet. */
async function withChannel(db: Db, message: Waiting): Promise<DueMessage> {
  const { orderingKey: conversation } = message
  const prefix = threadPrefix(conversation)
  const known = await db
    .selectFrom('conversations')
    .select(['tenant_id', 'state', 'refusals', 'refused_at'])
    .where((where) =>
      where.or([
        where('id', '=', conversation),
        where(where.fn<string>('substr', ['id', where.val(1), where.val(prefix.length)]), '=', prefix),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  const tenantId = known?.tenant_id ?? ''
  const route = { conversation, tenantId, orderingKeys: [conversation], isGuessed: true }
  return { ...message, route, ...doubtOf(known) }
}

/** Resolves a person's address to their newest chat with the bot, if there is one. */
async function withChat(
  db: Db,
  message: Waiting,
  { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<DueMessage> {
  const chat = await db
    .selectFrom('conversations')
    .select(['id', 'state', 'refusals', 'refused_at'])
    .where('kind', '=', 'personal')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', objectId)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { orderingKey } = message
  const conversation = chat ? orderingKeyOf(chat.id) : orderingKey
  const orderingKeys = chat ? [orderingKey, conversation] : [orderingKey]
  return { ...message, route: { conversation, tenantId, orderingKeys }, ...doubtOf(chat) }
}

function doubtOf(row: State | undefined): { doubt?: Doubt } {
  if (!row || row.state === null || row.state === 'open') return {}
  const { state, refusals, refused_at: refusedAt } = row
  return {
    doubt: { reason: state as Doubt['reason'], refusals: refusals ?? 0, refusedAt: new Date(refusedAt ?? 0) },
  }
}

/** Counts a refusal, unless whoever sent the message has counted it since the message was taken. */
export async function countRefusal(
  db: Db,
  { conversationId, route, doubt }: Pick<DueMessage, 'conversationId' | 'route' | 'doubt'>,
  { reason, refusedAt }: Doubt,
): Promise<void> {
  const id = 'person' in addressFromKey(conversationId) ? route.conversation : conversationId
  const atMs = refusedAt.getTime()
  await db
    .updateTable('conversations')
    .set((eb) => ({
      state: eb.case().when('state', '=', 'open').then(reason).else(eb.ref('state')).end(),
      state_at: eb.case().when('state', '=', 'open').then(atMs).else(eb.ref('state_at')).end(),
      refusals: eb('refusals', '+', 1),
      refused_at: atMs,
    }))
    .where('id', '=', id)
    .where('refusals', '=', doubt?.refusals ?? 0)
    .execute()
}

/** Lets a message wait because of its conversation, unless it changed meanwhile. */
export async function postponeFor(
  db: Db,
  { id, version }: Pick<OutboxMessage, 'id' | 'version'>,
  { reason }: Pick<Doubt, 'reason'>,
  dueAt: Date,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ due_at: dueAt.getTime(), reason })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute()
}

/** When the next message falls due; messages that are due already don't count. */
export async function nextDueAt(db: Db, now: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('due_at')
    .where('dead_at', 'is', null)
    .where('due_at', '>', now.getTime())
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.due_at)
}

/** True if more messages than `count` wait; dead letters don't count. */
export async function hasMoreThan(db: Db, count: number): Promise<boolean> {
  const query = db.selectFrom('outbox').select('id').where('dead_at', 'is', null)
  return (await query.limit(1).offset(count).executeTakeFirst()) !== undefined
}
