import type { Db } from '../storage/database.ts'
import type { Address } from './address.ts'
import { addressFromKey, addressKey, orderingKeyOf, threadPrefix } from './address.ts'
import { messageFromRow, type OutboxMessage } from './outbox-store.ts'
import type { Route } from './send-limits.ts'

/** Why nothing is sent to a conversation. */
export type Silence = 'muted' | 'uninstalled' | 'suspect'

/** A message that is due, and where it really goes. */
export interface DueMessage extends OutboxMessage {
  route: Route
  /** Absent: the bot may speak there. */
  silence?: Silence
}

/** What is left out: places to which something is on its way, tenants that are full. */
interface Except {
  orderingKeys?: Iterable<string>
  tenants?: Iterable<string>
}

/** Messages that are due, the longest waiting first. */
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
      'conversations.tenant_id as conversation_tenant',
    ])
    .where('outbox.dead_at', 'is', null)
    .where('outbox.due_at', '<=', now.getTime())
    .orderBy('outbox.due_at')
    .orderBy('outbox.id')
    .limit(limit)
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
  for (const row of await query.execute()) due.push(await withRoute(db, messageFromRow(row), row))
  return due
}

/** The list filled up to a power of two with its last value: so there are few different statements to prepare. */
function filled(values: Iterable<string>): string[] {
  const list = [...values]
  const last = list.at(-1)
  if (last === undefined) return list
  const size = 2 ** Math.ceil(Math.log2(list.length))
  return [...list, ...Array<string>(size - list.length).fill(last)]
}

interface Joined {
  kind: string | null
  person_id: string | null
  state: string | null
  conversation_tenant: string | null
}

async function withRoute(db: Db, message: OutboxMessage, row: Joined): Promise<DueMessage> {
  const { orderingKey } = message
  const address = addressFromKey(message.conversationId)
  if ('person' in address) return withChat(db, message, address.person)
  if (row.kind === null) return withChannel(db, message)
  const tenantId = row.conversation_tenant ?? ''
  const own = row.kind === 'personal' && row.person_id !== null
  const person: Address[] = own ? [{ person: { tenantId, objectId: row.person_id ?? '' } }] : []
  const route = {
    conversation: orderingKey,
    tenantId,
    orderingKeys: [orderingKey, ...person.map(addressKey)],
  }
  return { ...message, route, ...silenceOf(row.state) }
}

/** A thread that nobody was heard in yet belongs to the channel of which another thread is known. */
async function withChannel(db: Db, message: OutboxMessage): Promise<DueMessage> {
  const { orderingKey } = message
  const prefix = threadPrefix(orderingKey)
  const known = await db
    .selectFrom('conversations')
    .select(['tenant_id', 'state'])
    .where((where) =>
      where.or([
        where('id', '=', orderingKey),
        where(where.fn<string>('substr', ['id', where.val(1), where.val(prefix.length)]), '=', prefix),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  const route = {
    conversation: orderingKey,
    tenantId: known?.tenant_id ?? '',
    orderingKeys: [orderingKey],
    isGuessed: true,
  }
  return { ...message, route, ...silenceOf(known?.state ?? null) }
}

/** A person's address leads to the newest chat the person has with the bot, as long as there is one. */
async function withChat(
  db: Db,
  message: OutboxMessage,
  { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<DueMessage> {
  const chat = await db
    .selectFrom('conversations')
    .select(['id', 'state'])
    .where('kind', '=', 'personal')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', objectId)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { orderingKey } = message
  if (!chat)
    return { ...message, route: { conversation: orderingKey, tenantId, orderingKeys: [orderingKey] } }
  const conversation = orderingKeyOf(chat.id)
  return {
    ...message,
    route: { conversation, tenantId, orderingKeys: [orderingKey, conversation] },
    ...silenceOf(chat.state),
  }
}

const silenceOf = (state: string | null): { silence?: Silence } =>
  state === null || state === 'open' ? {} : { silence: state as Silence }

/** When the next message falls due that is not due yet. */
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

/** Do more messages wait than this? Those that were given up wait for nobody. */
export async function hasMoreThan(db: Db, count: number): Promise<boolean> {
  const query = db.selectFrom('outbox').select('id').where('dead_at', 'is', null)
  return (await query.limit(1).offset(count).executeTakeFirst()) !== undefined
}
