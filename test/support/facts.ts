import { DatabaseSync } from 'node:sqlite'
import { demo } from '../../emulator/demo-world.ts'
import { tenantIdOf, type WholeApp } from './whole-app.ts'

export interface AuditRow {
  action: string
  result: string
  reason: string | null
  actor: string
}

/** Any bot with a SQLite file. */
export interface OnDisk {
  config: { database: string }
}

/** Reads the file on the disk, next to the bot. */
export function query<Row>(app: OnDisk, sql: string, ...values: (string | number)[]): Row[] {
  const db = new DatabaseSync(app.config.database, { readOnly: true })
  try {
    return db.prepare(sql).all(...values) as Row[]
  } finally {
    db.close()
  }
}

/** Status of a set in the tenant whose name starts with this. */
export function statusOf(app: WholeApp, tenant: string, setId: string): string | undefined {
  const sql = 'select status from grants where tenant_id = ? and set_id = ?'
  return query<{ status: string }>(app, sql, tenantIdOf(tenant), setId)[0]?.status
}

/** The history since the seed, oldest first. */
export function auditOf(app: WholeApp, action?: string): AuditRow[] {
  const rows = query<AuditRow & { actor_json: string }>(app, 'select * from audit order by id')
  const named = rows.map(({ action: verb, result, reason, actor_json }) => {
    const actor = JSON.parse(actor_json) as 'system' | { name: string }
    return { action: verb, result, reason, actor: actor === 'system' ? actor : actor.name }
  })
  return action === undefined ? named : named.filter((row) => row.action === action)
}

/** Everything that an unauthorized or forged request must not change. */
export function snapshot(app: WholeApp): string {
  const tables = [
    'tenants',
    'grants',
    'requirements',
    'consents',
    'consent_links',
    'outbox',
    'app_refreshes',
    'requests',
  ]
  return JSON.stringify(tables.map((table) => query(app, `select * from ${table} order by 1, 2`)))
}

/** Calls the access API like one of the suite's apps. */
export async function askAccess(
  app: WholeApp,
  tenant: string,
  setId: string,
): Promise<{ allowed: boolean; status: string }> {
  return askAccessIn(app, tenantIdOf(tenant), setId)
}

/** The same by the ID of the tenant. */
export async function askAccessIn(
  app: Pick<WholeApp, 'botUrl' | 'emulator'>,
  tenantId: string,
  setId: string,
): Promise<{ allowed: boolean; status: string }> {
  const url = new URL('/api/v1/access', app.botUrl)
  url.search = `${new URLSearchParams({ tenant: tenantId, set: setId })}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${await appToken(app)}` } })
  if (response.status !== 200) throw new Error(`Expected 200 of the access API, got ${response.status}`)
  return (await response.json()) as { allowed: boolean; status: string }
}

/** An event as the events API answers it. */
export interface ToldEvent {
  id: string
  type: string
  subject: string
  sequence: string
  position: string
  data: Record<string, unknown>
}

/** Calls the events API, by default like the collector of the demo, which may. */
export async function askEvents(
  app: Pick<WholeApp, 'botUrl' | 'emulator'>,
  query = '',
  caller: { clientId: string; secret: string } | undefined = demo.siem,
): Promise<{ status: number; body: { events: ToldEvent[]; next: number; more: boolean } }> {
  const url = new URL(`/api/v1/events${query}`, app.botUrl)
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${await appToken(app, caller)}` },
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

async function appToken(
  app: Pick<WholeApp, 'emulator'>,
  caller: { clientId: string; secret: string } | undefined = demo.apps[0],
): Promise<string> {
  if (!caller) throw new Error('Expected an app in the demo')
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: caller.clientId,
    client_secret: caller.secret,
    scope: `${demo.apiAudience}/.default`,
  })
  const url = `${app.emulator.url}/${demo.homeTenantId}/oauth2/v2.0/token`
  const response = await fetch(url, { method: 'POST', body })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (!token) throw new Error(`Expected a token, got ${response.status}`)
  return token
}
