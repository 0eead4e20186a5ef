import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { concernFields } from '#edge/views/concerned-tenants.ts'
import { packIds } from '../../cards/pack-ids.ts'
import { demo } from '../../emulator/demo-world.ts'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { startGrant } from './consent-flow.ts'

const own = tenantIdOf('Adatum')
const foreign = demo.tenants.filter(({ id }) => id !== own)
const secretOf = (index: number) => ({
  id: foreign[index]?.id ?? '',
  name: `Geheimnis${index} Kanarienvogel`,
  domain: `kanarienvogel${index}.example`,
})
const secrets = foreign.map((_, index) => secretOf(index))

/** Bob, whose role comes from a group, may work with Adatum only; every other tenant has a name and a domain that stand nowhere else. */
async function startScoped(): Promise<WholeApp> {
  const group = demo.groups.find(({ displayName }) => displayName === 'Identity approvers')
  const app = await startWholeApp({}, undefined, { ROLE_SCOPES: `group:${group?.id}=${own}` })
  const database = new DatabaseSync(app.config.database)
  for (const { id, name, domain } of secrets) {
    const tenant = app.emulator.world.tenants.get(id)
    if (tenant) Object.assign(tenant, { displayName: name, domains: [domain] })
    database
      .prepare('update tenants set display_name = ?, name_key = ?, default_domain = ? where id = ?')
      .run(name, name.toLowerCase(), domain, id)
  }
  database.close()
  return app
}

/** What Bob was told of other tenants, apart from what he said himself. */
function leaks(told: unknown, said: unknown): string[] {
  const [text, question] = [told, said].map((each) => JSON.stringify(each ?? '').toLowerCase())
  return secrets
    .flatMap(({ id, name, domain }) => [id, name.toLowerCase(), domain])
    .filter((secret) => text?.includes(secret) && !question?.includes(secret))
}

/** Something for every field that an input of an action may have. A new field is taught here. */
function valuesOf(app: WholeApp): Readonly<Record<string, readonly unknown[]>> {
  const ids = (table: string) => query<{ id: string }>(app, `select id from ${table}`).map(({ id }) => id)
  const [first, second] = secrets
  const words = ['Kanarien', 'geheimnis1', first?.domain, second?.id, 'AADSTS700016']
  return {
    tenantId: secrets.map(({ id }) => id),
    tenantIds: [[first?.id], [own, second?.id]],
    more: [[], [first?.id, second?.id]],
    tenants: [packIds([first?.id ?? '']), packIds([own, second?.id ?? ''])],
    kind: ['block', 'grant', 'sync'],
    reason: ['because it must be'],
    reference: ['INC0012345'],
    signer: ['self', people.alice.objectId],
    to: [people.alice.objectId],
    from: [first?.id, [first?.id], own, [own], [own, second?.id]],
    part: ['owner', 'deputy'],
    holder: ['me', 'nobody', `person:${people.alice.objectId}`],
    setId: ['account-actions', 'directory-data'],
    letterId: [1, 2, 3],
    who: ['anybody', 'mine', 'system', 'privilegedRoleAdministrator'],
    code: ['PERMISSIONS_NEW', 'CONNECTION_LOST'],
    waiting: ['account-actions', 'user-device-activity'].map((setId) => ({
      who: 'privilegedRoleAdministrator',
      code: 'PERMISSIONS_NEW',
      setId,
    })),
    firstSet: [1, 3],
    mine: [true, false],
    beyond: ['0'],
    setting: ['ews-allowed'],
    holds: [true],
    area: ['all', 'tenants'],
    asked: ['announce'],
    consentId: ids('consents'),
    runId: ids('sync_runs'),
    requestId: [...ids('requests'), 'x'.repeat(43)],
    campaignId: [1],
    leavingId: [...ids('leavings'), 1],
    noticeId: [1],
    day: ['2027-01-31'],
    list: ['[]'],
    alertId: [...ids('alerts'), 1],
    digestId: [...ids('alert_digests'), 1],
    exceptionId: [...ids('exceptions'), 'x'.repeat(43)],
    hashes: [['0'.repeat(32)]],
    picked: ['0'.repeat(32)],
    owner: ['self'],
    until: ['2099-01-31T12:00:00.000Z'],
    endDay: ['2027-01-31'],
    endTime: [''],
    endZone: ['UTC'],
    severity: ['warning'],
    snooze: ['4h'],
    quiet: [{ from: 0, to: 60 }],
    all: [true, false],
    task: ['see', 'block'],
    v: [0, 1, '0'],
    page: [1],
    read: [{ seen: 1, proof: 'x' }],
    filter: ['all', 'error'],
    search: words,
    text: words,
    beside: words,
    domain: [first?.domain, second?.id],
    before: [1_000],
    format: ['csv', 'json', 'ocsf'],
    target: ['ticket-system'],
    count: [1],
    upTo: [1],
    of: [
      'grant.block',
      'grant.unblock',
      'grant.plan',
      'move.plan',
      'tenant.remove',
      'sync.tenant',
      'tenant.add',
    ],
    with: [first?.id, own, second?.id].flatMap((id) =>
      ['account-actions', 'directory-data'].map((setId) => ({
        ...{ tenantId: id, tenantIds: [id], setId, more: [], v: 0 },
        domain: first?.domain,
      })),
    ),
    plan: [...ids('what_if_plans'), 'x'.repeat(43)],
  }
}

/** Each value of each field once, with the first of the others. */
function inputsOf(fields: readonly string[], values: ReturnType<typeof valuesOf>): Record<string, unknown>[] {
  const first = Object.fromEntries(fields.map((field) => [field, values[field]?.[0]]))
  const varied = fields.flatMap((field) =>
    (values[field] ?? []).map((value) => ({ ...first, [field]: value })),
  )
  const { tenantId: _none, ...withoutTenant } = first
  return [{}, first, withoutTenant, ...varied]
}

test('somebody who may see one tenant learns nothing of another from any button', async () => {
  const app = await startScoped()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  await startGrant(alice, `grant "User, device and activity" in ${secretOf(1).domain}`)
  await alice.ask('sync all')
  await app.settled()
  const values = valuesOf(app)
  expect(values.runId).not.toHaveLength(0)
  expect(values.consentId).not.toHaveLength(0)
  const card = await bob.ask('help')
  const before = query(app, 'select tenant_id, set_id, version, status from grants order by 1, 2')
  const [newest] = query<{ id: number }>(app, 'select max(id) as id from audit')
  for (const { verb, input } of actions) {
    const fields = input instanceof z.ZodObject ? Object.keys(input.shape) : ['unknown']
    expect(
      fields.filter((field) => !values[field]),
      `fields of ${verb} that this test does not know`,
    ).toEqual([])
    for (const data of inputsOf(fields, values)) {
      const answer = await bob.invoke(card, { verb, data })
      expect(leaks(answer.body, data), `${verb} ${JSON.stringify(data)}`).toEqual([])
    }
  }
  await app.settled()
  expect(leaks(app.teams.cards(bob.conversationId), ''), 'everything in his chat').toEqual([])
  const after = query(app, 'select tenant_id, set_id, version, status from grants order by 1, 2')
  const others = (rows: unknown[]) =>
    (rows as { tenant_id: string }[]).filter(({ tenant_id }) => tenant_id !== own)
  expect(others(after), 'and changes nothing there').toEqual(others(before))
  const done = query<{ tenant_id: string | null }>(
    app,
    `select tenant_id from audit where result = 'done' and actor_json like '%${people.bob.objectId}%' and id > ?`,
    newest?.id ?? 0,
  )
  expect(done.map(({ tenant_id }) => tenant_id).filter((id) => id !== own && id !== null)).toEqual([])
})

test('nor from any command', async () => {
  const app = await startScoped()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  await startGrant(alice, `grant "User, device and activity" in ${secretOf(1).domain}`)
  await alice.ask('sync all')
  await app.settled()
  // Before his own refused acts fill the page.
  expect(leaks((await bob.ask('history')).card, ''), 'history').toEqual([])
  const set = '"Account actions"'
  const arguments_ = ['', 'kanarien', 'geheimnis1', `${set} in kanarien`, `${set} in Adatum, geheimnis2`]
  for (const { word } of commands) {
    for (const args of arguments_) {
      const answer = await bob.ask(`${word} ${args}`.trim())
      expect(leaks(answer.card, ''), `${word} ${args}`).toEqual([])
    }
  }
  await app.settled()
  expect(leaks(app.teams.cards(bob.conversationId), '')).toEqual([])
})

test('lists, counts and rounds hold the own tenants only', async () => {
  const app = await startScoped()
  const bob = app.teams.as(people.bob)
  const tenants = readText((await bob.ask('tenants')).card)
  expect(tenants).toContain('Adatum')
  expect(tenants).not.toMatch(/\b12\b/)
  expect(readText((await bob.ask('settings')).card)).toMatch(/Tenants:\W*1\b/)
  await app.settled()
  await bob.ask('sync all')
  await app.settled()
  expect(query(app, 'select total, done, scope_json from sync_runs')).toEqual([
    { total: 1, done: 1, scope_json: JSON.stringify([own]) },
  ])
  await app.teams.as(people.alice).ask('sync all')
  expect(query(app, 'select total from sync_runs order by total'), 'a round of its own').toHaveLength(2)
})

test('a scoped approver acts in their tenant, and cannot add one from outside', async () => {
  const app = await startScoped()
  const bob = app.teams.as(people.bob)
  await bob.click(await bob.ask('block "Account actions" in Adatum'), 'Confirm block')
  expect(
    query(app, `select status from grants where tenant_id = '${own}' and set_id = 'account-actions'`),
  ).toEqual([{ status: 'blocked' }])
  const refused = await bob.ask('add tenant tailwind-toys.com')
  expect(readText(refused.card)).toMatch(/doesn’t cover/)
})

test('every field that names a subject is looked up before a handler runs', () => {
  const plain = [
    'setId',
    'target',
    'count',
    'upTo',
    'v',
    'page',
    'filter',
    'kind',
    'reason',
    'reference',
    'signer',
    'to',
    'search',
    'text',
    'beside',
    'domain',
    'before',
    'severity',
    'snooze',
    'hashes',
    'picked',
    'owner',
    'until',
    'endDay',
    'endTime',
    'endZone',
    'day',
    'list',
    'quiet',
    'all',
    'format',
    'read',
    'letterId',
    'who',
    'area',
    'asked',
    'task',
    'code',
    'waiting',
    'firstSet',
    'mine',
    'beyond',
    'setting',
    'holds',
    'part',
    // A person or a group of the home tenant.
    'holder',
    // An own plan, and the act of a “what if”: `foresee` asks the reach of the act that it runs.
    'plan',
    'of',
    'with',
  ]
  const fields = actions.flatMap(({ input }) =>
    input instanceof z.ZodObject ? Object.keys(input.shape) : [],
  )
  const unknown = [...new Set(fields)].filter(
    (field) => !plain.includes(field) && !concernFields.includes(field),
  )
  expect(unknown, 'teach bot/edge/views/concerned-tenants.ts, or say here that it names no tenant').toEqual(
    [],
  )
})
