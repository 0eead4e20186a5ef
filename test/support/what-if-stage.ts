import { onTestFinished } from 'vitest'
import { type Domain, openDomain } from '#app/domain.ts'
import { makePreflight } from '#app/make-preflight.ts'
import { tryConfiguration } from '#app/try-configuration.ts'
import { answerAccess } from '#domain/access/answer-access.ts'
import { routeAlert } from '#domain/alerts/route-alert.ts'
import { withdrawConsent } from '#domain/consent/withdraw-consent.ts'
import type { Queues } from '#domain/queues.ts'
import { readTenantNow } from '#domain/sync/sync-tenant.ts'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import type { Actor } from '#edge/teams/actions/actor.ts'
import { makeCardCache } from '#edge/views/card-cache.ts'
import type { HandlerDeps } from '#edge/views/handler-deps.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { makeClock } from '../../emulator/clock.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { makeTestClock } from './clocks.ts'
import { temporaryFile } from './databases.ts'
import { makeTestLog } from './logs.ts'
import { flowsBeginAt, writeReadFile } from './seeded-file.ts'

type PersonName = 'alice' | 'bob' | 'olivia' | 'victor'

/** The demo without a server and without a job that runs: every change is the one that the test makes. */
export interface WhatIfStage {
  deps: HandlerDeps
  emulator: Emulator
  forward(ms: number): void
  /** With the roles of this moment. */
  actor(name: PersonName): Promise<Actor>
  /** Reads a tenant as a sync does. */
  read(tenantId: string): Promise<void>
}

/** Nothing listens there. */
const botPort = 1
const redirectUri = `http://127.0.0.1:${botPort}/consent/callback`

const unused = (): never => {
  throw new Error('Expected no message outside of an answer')
}

/** `url`: of an empty PostgreSQL database; otherwise a file. */
export async function openWhatIfStage(
  random?: (bytes: number) => Uint8Array,
  url?: string,
): Promise<WhatIfStage> {
  const file = url ?? (await temporaryFile())
  const at = url ? flowsBeginAt : await writeReadFile(file)
  const emulatorClock = makeClock({ startAt: at })
  const emulator = await startEmulator({ world: makeDemoWorld({ clock: emulatorClock, redirectUri }) })
  const ports = { bot: botPort, emulator: Number(new URL(emulator.url).port) }
  const config = readConfig(environmentOf(ports, file))
  if (url) await seedDatabase(config, undefined, at)
  const clock = makeTestClock(at.toISOString())
  const parts = { clock, log: makeTestLog(), ...(random && { random }) }
  const domain: Domain = await openDomain(config, parts, { onRequest: () => {} })
  domain.jobs.work<Queues['consent.withdraw']>('consent.withdraw', { concurrency: 1 }, ({ data }) =>
    withdrawConsent(domain, data),
  )
  domain.jobs.work<Queues['alerts.route']>('alerts.route', { concurrency: 1 }, ({ data }) =>
    routeAlert(domain, data),
  )
  onTestFinished(async () => {
    await domain.jobs.stop()
    await domain.directory.close()
    await domain.database.close()
    await emulator.close()
  })
  const deps: HandlerDeps = {
    ...domain,
    chat: { post: unused, update: unused, postToPerson: unused, findMember: unused },
    about: { version: '0', demo: true, catalogSource: '', contacts: [], webhooks: [] },
    preflight: makePreflight(() => tryConfiguration(config, domain)),
    cardCache: makeCardCache(),
    tables: { actions, commands },
  }
  const read = async (tenantId: string): Promise<void> =>
    domain.database.transaction(await readTenantNow(domain, { tenantId, manual: true }))
  return {
    deps,
    emulator,
    forward: (ms) => {
      clock.forward(ms)
      emulator.clock.advance(ms)
    },
    actor: async (name) => {
      const found = demo.people.find((each) => each.name.toLowerCase().startsWith(name))
      const person = { tenantId: demo.homeTenantId, objectId: found?.id ?? '', name: found?.name ?? '' }
      return { ...person, ...(await domain.people.readRolesNow(person)) }
    },
    read,
  }
}

/** Everything stored, by table, without the history, which is counted. */
export async function dumpOf({ deps: { database } }: WhatIfStage): Promise<Map<string, string>> {
  const { db } = database
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  const dump = new Map<string, string>()
  for (const table of tables) {
    if (table === 'audit' || table === 'audit_head' || table.startsWith('kysely')) continue
    const rows = await db
      .selectFrom(table as 'grants')
      .selectAll()
      .execute()
    dump.set(
      table,
      rows
        .map((row) => JSON.stringify(row))
        .toSorted()
        .join('\n'),
    )
  }
  return dump
}

export const entriesAfter = ({ deps: { database } }: WhatIfStage, id: number) =>
  database.db
    .selectFrom('audit')
    .select(['id', 'action', 'tenant_id', 'set_id', 'result', 'detail_json'])
    .where('id', '>', id)
    .orderBy('id')
    .execute()

export async function lastEntry({ deps: { database } }: WhatIfStage): Promise<number> {
  const row = await database.db
    .selectFrom('audit')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

/** What people and apps can see of the database, read without the code that foresees. */
export async function readVisible({ deps }: WhatIfStage) {
  const { db } = deps.database
  const grants = await db.selectFrom('grants').select(['tenant_id', 'set_id', 'status']).execute()
  const allowed: string[] = []
  for (const { tenant_id: tenantId, set_id: setId } of grants)
    if ((await answerAccess(deps, { tenantId, setId })).allowed) allowed.push(`${tenantId} ${setId}`)
  return {
    statuses: new Map(grants.map((row) => [`${row.tenant_id} ${row.set_id}`, row.status])),
    allowed: new Set(allowed),
    messages: new Set((await messagesOf(deps)).map(({ id }) => id)),
    links: new Map((await linksOf(deps)).map((row) => [row.id, row])),
    deliveries: new Set((await deliveriesOf(deps)).map((row) => JSON.stringify(row))),
  }
}

const messagesOf = ({ database }: HandlerDeps) =>
  database.db
    .selectFrom('outbox')
    .select(['id', 'subject_kind', 'conversation_id'])
    .where('activity_id', 'is', null)
    .execute()

const linksOf = ({ database }: HandlerDeps) =>
  database.db.selectFrom('consent_links').select(['id', 'tenant_id', 'kind']).where('ended', '=', 0).execute()

const deliveriesOf = ({ database }: HandlerDeps) =>
  database.db.selectFrom('alert_deliveries').select(['alert_id', 'address']).execute()

/** What happens right after an act, by its jobs: links that nobody wants end, and alerts find their conversations. */
export const runFollowing = ({ deps }: WhatIfStage): Promise<void> => deps.jobs.settled()

/** What differs, in the form of foreseen effects: the texts of both can be compared. */
export async function realEffects(
  stage: WhatIfStage,
  before: Awaited<ReturnType<typeof readVisible>>,
  firstEntry: number,
): Promise<string[]> {
  const after = await readVisible(stage)
  const entries = await entriesAfter(stage, firstEntry)
  await runFollowing(stage)
  const { deps } = stage
  const [links, deliveries] = [
    new Map((await linksOf(deps)).map((row) => [row.id, row])),
    await deliveriesOf(deps),
  ]
  const places = [...new Set([...before.statuses.keys(), ...after.statuses.keys()])]
  return [
    ...entries.map((each) => `entry ${each.action} ${each.tenant_id ?? ''} ${each.set_id ?? ''}`),
    ...places.flatMap((key) => {
      const [from, to] = [before.statuses.get(key), after.statuses.get(key)]
      return from === to ? [] : [`status ${key} ${from ?? ''} ${to ?? ''}`]
    }),
    ...places.flatMap((key) =>
      before.allowed.has(key) === after.allowed.has(key) ? [] : [`access ${key} ${after.allowed.has(key)}`],
    ),
    ...[...links.values()].flatMap(({ id, tenant_id, kind }) =>
      before.links.has(id) ? [] : [`link ${tenant_id} ${kind} made`],
    ),
    ...[...before.links.values()].flatMap(({ id, tenant_id, kind }) =>
      links.has(id) ? [] : [`link ${tenant_id} ${kind} ended`],
    ),
    ...(await messagesOf(deps)).flatMap(({ id, subject_kind, conversation_id }) =>
      before.messages.has(id) || !after.messages.has(id) ? [] : [`card ${subject_kind} ${conversation_id}`],
    ),
    ...deliveries.flatMap((row) =>
      before.deliveries.has(JSON.stringify(row)) ? [] : [`card alert ${row.address}`],
    ),
  ].toSorted()
}
