import type { Tx } from '#platform/storage/database.ts'

/** The last rows before an act: what has a higher number is its own. */
interface LastRows {
  entry: number
  message: number
}

/** An entry of the history as far as it says what happened where. */
export interface ObservedEntry {
  action: string
  tenantId?: string
  setId?: string
  result: string
  /** Object ID; undefined for Grantkeeper itself. */
  actorId?: string
  /** Number of the alert that it is about. */
  alertId?: number
}

export async function readLastRows(tx: Tx): Promise<LastRows> {
  const head = await tx.selectFrom('audit_head').select('id').executeTakeFirst()
  const last = await tx
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  return { entry: head?.id ?? 0, message: last?.id ?? 0 }
}

export async function listNewEntries(tx: Tx, after: LastRows): Promise<ObservedEntry[]> {
  const rows = await tx
    .selectFrom('audit')
    .select(['action', 'tenant_id', 'set_id', 'result', 'actor_json', 'detail_json'])
    .where('id', '>', after.entry)
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const actor = JSON.parse(row.actor_json) as 'system' | { objectId: string }
    const detail = JSON.parse(row.detail_json) as { alert?: number } | null
    return {
      action: row.action,
      ...(row.tenant_id !== null && { tenantId: row.tenant_id }),
      ...(row.set_id !== null && { setId: row.set_id }),
      result: row.result,
      ...(actor !== 'system' && { actorId: actor.objectId }),
      ...(detail?.alert !== undefined && { alertId: detail.alert }),
    }
  })
}

/** Messages that post a card; updates of posted cards are none. */
export async function listNewMessages(tx: Tx, after: LastRows): Promise<{ kind: string; address: string }[]> {
  const rows = await tx
    .selectFrom('outbox')
    .select(['subject_kind', 'conversation_id'])
    .where('id', '>', after.message)
    .where('activity_id', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ kind: row.subject_kind, address: row.conversation_id }))
}
