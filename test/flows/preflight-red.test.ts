import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import manifestTemplate from '../../appPackage/manifest.json' with { type: 'json' }
import { demo } from '../../emulator/demo-world.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { grantMore, revokeAccess } from '../../emulator/world/change-apps.ts'
import {
  addRequirement,
  dropRequirement,
  getRegistration,
} from '../../emulator/world/change-registrations.ts'
import { permissionNamed } from '../../emulator/world/permissions.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import type { World } from '../../emulator/world/types.ts'
import { fillManifest, packApp } from '../../scripts/app-package.ts'
import { validateManifest } from '../../scripts/validate-manifest.ts'
import { readText } from '../support/card-parts.ts'
import { freePort } from '../support/free-port.ts'
import type { Guard } from '../support/guarded.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { runPreflight, startHealthyApp } from '../support/preflight-world.ts'
import { people, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

interface Scene {
  app: WholeApp
  guard: Guard
  world: World
}

const nobody = '4d4d4d4d-0000-4000-8000-00000000dead'
const day = 86_400_000
const home = (world: World) => getTenant(world, demo.homeTenantId)
const reader = (world: World) => getRegistration(world, 'reader')
const bot = (world: World) => getRegistration(world, 'bot')
const set = (world: World) => getRegistration(world, 'directory-data')
const setName = 'Directory data'
const right = (name: string) => permissionNamed(name)

const give = (world: World, ...names: string[]) =>
  grantMore(world, home(world), reader(world), names.map(right))
const take = (world: World, name: string) =>
  revokeAccess(world, home(world), reader(world).appId, right(name))

interface Break {
  what: string
  check: string
  becomes: string
  /** Changes the world, and returns how it is mended. */
  spoil(scene: Scene): unknown
  mend(scene: Scene): unknown
}

/** Breaks one thing of the emulated world. */
const worldBreaks: Break[] = [
  {
    what: 'a clock seven minutes off',
    check: 'clock',
    becomes: 'failed clockOff',
    spoil: ({ app }) => app.emulator.clock.advance(420_000),
    mend: ({ app }) => app.emulator.clock.advance(-420_000),
  },
  {
    what: 'a clock two minutes off',
    check: 'clock',
    becomes: 'warning clockOffALittle',
    spoil: ({ app }) => app.emulator.clock.advance(-120_000),
    mend: ({ app }) => app.emulator.clock.advance(120_000),
  },
  {
    what: 'a secret of the bot that Entra does not know',
    check: 'botToken',
    becomes: 'failed secretWrong',
    spoil: ({ world }) => Object.assign(bot(world).secrets[0] ?? {}, { value: 'another' }),
    mend: ({ world }) => Object.assign(bot(world).secrets[0] ?? {}, { value: 'bot~secret~value' }),
  },
  {
    what: 'a secret of the reader that has ended',
    check: 'readerToken',
    becomes: 'failed secretExpired',
    spoil: ({ app }) => changeWorld(app, 'expire-credentials', { clientId: 'reader' }),
    mend: ({ app }) => changeWorld(app, 'renew-credentials', { clientId: 'reader' }),
  },
  {
    what: 'a right beyond the documented ones',
    check: 'readerRights',
    becomes: 'failed rightsBeyond',
    spoil: ({ world }) => give(world, 'Directory.ReadWrite.All'),
    mend: ({ world }) => take(world, 'Directory.ReadWrite.All'),
  },
  {
    what: 'the right to read taken away',
    check: 'readerRights',
    becomes: 'failed rightsMissing',
    spoil: ({ world }) => take(world, 'Directory.Read.All'),
    mend: ({ world }) => give(world, 'Directory.Read.All'),
  },
  {
    what: 'registrations that can’t be read',
    check: 'registrations',
    becomes: 'failed readerRightMissing',
    spoil: ({ world }) => take(world, 'Directory.Read.All'),
    mend: ({ world }) => give(world, 'Directory.Read.All'),
  },
  {
    what: 'the right to read the log taken away',
    check: 'readerRights',
    becomes: 'warning auditLogMissing',
    spoil: ({ world }) => take(world, 'AuditLog.Read.All'),
    mend: ({ world }) => give(world, 'AuditLog.Read.All'),
  },
  {
    what: 'a listed right without consent at home',
    check: 'homeConsent',
    becomes: 'failed consentIncomplete',
    spoil: ({ world }) => take(world, 'AuditLog.Read.All'),
    mend: ({ world }) => give(world, 'AuditLog.Read.All'),
  },
  {
    what: 'a bot for other tenants too',
    check: 'botRegistration',
    becomes: 'failed botMultiTenant',
    spoil: ({ app }) => changeWorld(app, 'registration', { clientId: 'bot', multiTenant: true }),
    mend: ({ app }) => changeWorld(app, 'registration', { clientId: 'bot', multiTenant: false }),
  },
  {
    what: 'a bot that its owner disabled',
    check: 'botRegistration',
    becomes: 'failed disabled',
    spoil: ({ app }) => changeWorld(app, 'registration', { clientId: 'bot', isDisabled: true }),
    mend: ({ app }) => changeWorld(app, 'registration', { clientId: 'bot', isDisabled: false }),
  },
  {
    what: 'a bot without the role for apps',
    check: 'botRegistration',
    becomes: 'failed accessRoleMissing',
    ...withoutRole('Access.Read'),
  },
  {
    what: 'a bot without the role for events',
    check: 'botRegistration',
    becomes: 'warning appRolesMissing',
    ...withoutRole('Events.Read'),
  },
  {
    what: 'a bot without the role for the history',
    check: 'botRegistration',
    becomes: 'warning appRolesMissing',
    ...withoutRole('History.Read'),
  },
  {
    what: 'a secret of the bot that ends in ten days',
    check: 'botCredential',
    becomes: 'warning credentialEnding',
    ...endingIn(10, bot),
  },
  {
    what: 'a secret of the bot that ended yesterday',
    check: 'botCredential',
    becomes: 'failed credentialEnded',
    ...endingIn(-1, bot),
  },
  {
    what: 'a secret of the reader that ends in three days',
    check: 'readerCredential',
    becomes: 'warning credentialEnding',
    ...endingIn(3, reader),
  },
  {
    what: 'a reader without our redirect URI',
    check: 'readerRegistration',
    becomes: 'failed replyAddressMissing',
    spoil: ({ app }) =>
      changeWorld(app, 'remove-reply-address', {
        clientId: 'reader',
        redirectUri: `${app.botUrl}/consent/callback`,
      }),
    mend: ({ app }) =>
      changeWorld(app, 'add-reply-address', {
        clientId: 'reader',
        redirectUri: `${app.botUrl}/consent/callback`,
      }),
  },
  {
    what: 'a reader for one tenant',
    check: 'readerRegistration',
    becomes: 'failed singleTenant',
    spoil: ({ app }) => changeWorld(app, 'registration', { clientId: 'reader', multiTenant: false }),
    mend: ({ app }) => changeWorld(app, 'registration', { clientId: 'reader', multiTenant: true }),
  },
  {
    what: 'a reader that asks for more',
    check: 'readerRegistration',
    becomes: 'failed readerExceeds',
    spoil: ({ world }) => addRequirement(reader(world), right('Mail.Read')),
    mend: ({ world }) => dropRequirement(reader(world), right('Mail.Read')),
  },
  {
    what: 'a set for one tenant',
    check: setName,
    becomes: 'failed singleTenant',
    spoil: ({ app }) => changeWorld(app, 'registration', { clientId: 'directory-data', multiTenant: false }),
    mend: ({ app }) => changeWorld(app, 'registration', { clientId: 'directory-data', multiTenant: true }),
  },
  {
    what: 'a set that its owner disabled',
    check: setName,
    becomes: 'failed disabled',
    spoil: ({ app }) => changeWorld(app, 'registration', { clientId: 'directory-data', isDisabled: true }),
    mend: ({ app }) => changeWorld(app, 'registration', { clientId: 'directory-data', isDisabled: false }),
  },
  {
    what: 'a set without our redirect URI',
    check: setName,
    becomes: 'failed replyAddressMissing',
    spoil: ({ world }) => Object.assign(set(world), { redirectUris: [] }),
    mend: ({ app, world }) => Object.assign(set(world), { redirectUris: [`${app.botUrl}/consent/callback`] }),
  },
  {
    what: 'a set with a permission that the catalog does not have',
    check: setName,
    becomes: 'warning listDiffers',
    spoil: ({ world }) => addRequirement(set(world), right('Place.Read.All')),
    mend: ({ world }) => dropRequirement(set(world), right('Place.Read.All')),
  },
  {
    what: 'a set with a tier-0 permission that nobody explains',
    check: setName,
    becomes: 'warning tierZeroUnexplained',
    spoil: ({ world }) => addRequirement(set(world), right('RoleManagement.ReadWrite.Directory')),
    mend: ({ world }) => dropRequirement(set(world), right('RoleManagement.ReadWrite.Directory')),
  },
  {
    what: 'a channel that answers with a page',
    check: 'channelKeys',
    becomes: 'failed channelUnreadable',
    spoil: ({ guard }) => guard.channel.fail('text'),
    mend: ({ guard }) => guard.channel.fail(undefined),
  },
  {
    what: 'a single approver, because the other one was disabled',
    check: 'approvers',
    becomes: 'failed approversFew',
    spoil: ({ world }) => setAccount(world, 'Bob', { accountEnabled: false }),
    mend: ({ world }) => setAccount(world, 'Bob', { accountEnabled: true }),
  },
  {
    what: 'a single approver, because the other one is a guest',
    check: 'approvers',
    becomes: 'failed approversFew',
    spoil: ({ world }) => setAccount(world, 'Alice', { userType: 'Guest' }),
    mend: ({ world }) => setAccount(world, 'Alice', { userType: 'Member' }),
  },
  {
    what: 'somebody with a role whose account is disabled',
    check: 'roles',
    becomes: 'warning accountsWithoutRole',
    spoil: ({ world }) => setAccount(world, 'Victor', { accountEnabled: false }),
    mend: ({ world }) => setAccount(world, 'Victor', { accountEnabled: true }),
  },
  {
    what: 'a Graph that does not answer about people',
    check: 'roles',
    becomes: 'failed graphFault',
    spoil: ({ world }) =>
      addFault(world, { where: 'part', path: '/groups/', effect: { kind: 'status', status: 503 } }),
    mend: ({ world }) => removeFaults(world),
  },
]

function withoutRole(value: string): Pick<Break, 'spoil' | 'mend'> {
  let taken: { id: string; value: string }[] = []
  return {
    spoil: ({ world }) => {
      taken = bot(world).appRoles
      bot(world).appRoles = taken.filter((role) => role.value !== value)
    },
    mend: ({ world }) => Object.assign(bot(world), { appRoles: taken }),
  }
}

function endingIn(days: number, of: typeof bot): Pick<Break, 'spoil' | 'mend'> {
  const setEnd = (world: World, endsAtMs: number) => {
    of(world).secrets = of(world).secrets.map((secret) => ({ ...secret, endsAtMs }))
  }
  return {
    spoil: ({ world }) => setEnd(world, world.clock.nowMs() + days * day),
    mend: ({ world }) => setEnd(world, world.clock.nowMs() + 365 * day),
  }
}

function setAccount(world: World, name: string, change: object): void {
  const tenant = home(world)
  const users = new Map(
    [...tenant.directory.users].map(([id, user]) => [
      id,
      user.displayName.startsWith(name) ? { ...user, ...change } : user,
    ]),
  )
  tenant.directory = { ...tenant.directory, users }
}

interface Configured {
  what: string
  check: string
  becomes: string
  change: (scene: Scene) => Partial<Config> | Promise<Partial<Config>>
}

const configBreaks: Configured[] = [
  {
    what: 'a client ID of the bot that nobody registered',
    check: 'botRegistration',
    becomes: 'failed absent',
    change: ({ app }) => ({ bot: { ...app.config.bot, clientId: nobody } as Config['bot'] }),
  },
  {
    what: 'an audience that the bot does not expose',
    check: 'botRegistration',
    becomes: 'failed audienceUnknown',
    change: () => ({ api: { audience: ['api://another'] } }),
  },
  {
    what: 'a client ID of a set that nobody registered',
    check: setName,
    becomes: 'failed absent',
    change: ({ app }) => ({ setClientIds: { ...app.config.setClientIds, 'directory-data': nobody } }),
  },
  {
    what: 'a channel where nobody listens',
    check: 'channelKeys',
    becomes: 'failed connectionRefused',
    change: async ({ app }) => ({
      channel: { ...app.config.channel, metadataUrl: `http://127.0.0.1:${await freePort()}/openid` },
    }),
  },
  {
    what: 'an address where nobody listens',
    check: 'publicUrl',
    becomes: 'failed urlRefused',
    change: async () => ({ publicUrl: `http://127.0.0.1:${await freePort()}` }),
  },
  ...answering('an address that redirects', 'failed urlRedirects', 301, {
    location: 'https://elsewhere.example/consent/probe?nonce=x',
  }),
  ...answering('a proxy without a bot behind it', 'failed urlProxy', 502),
  ...answering('a web server that knows no such path', 'failed urlOther', 404),
  ...answering('a page that is not ours', 'failed urlForeign', 200),
  {
    what: 'an address with a certificate that nobody trusts',
    check: 'publicUrl',
    becomes: 'failed urlCertificate',
    change: async () => {
      const { certificate: cert, key } = makeCertificate('localhost')
      const server = createTlsServer({ cert, key }, (_request, response) => response.end())
      return { publicUrl: `https://localhost:${await listenTo(server)}` }
    },
  },
  {
    what: 'another installation at the address',
    check: 'publicUrl',
    becomes: 'failed urlForeign',
    change: () => ({ linkSecret: 'another installation has another secret' }),
  },
  {
    what: 'a database of a newer version',
    check: 'database',
    becomes: 'failed databaseNewer',
    change: async () => {
      const file = await makeFile('newer.sqlite')
      const db = new DatabaseSync(file)
      db.exec('create table kysely_migration (name text, timestamp text)')
      db.exec("insert into kysely_migration values ('999-tomorrow', 'later')")
      db.close()
      return { database: file }
    },
  },
  {
    what: 'a database file that is none',
    check: 'database',
    becomes: 'failed databaseUnopened',
    change: async () => ({ database: await makeFile('text.sqlite', 'not a database '.repeat(100)) }),
  },
  {
    what: 'a database that is a folder',
    check: 'database',
    becomes: 'failed databaseUnopened',
    change: async () => ({ database: await mkdtemp(join(tmpdir(), 'preflight-')) }),
  },
  {
    what: 'a server that is not there',
    check: 'database',
    becomes: 'failed databaseUnopened',
    change: async () => ({ database: `postgres://keeper:hunter2@127.0.0.1:${await freePort()}/kept` }),
  },
  {
    what: 'a disk without room',
    check: 'disk',
    becomes: 'failed diskFull',
    // Linux says of this file system that nothing is free.
    change: () => ({ database: '/proc/grantkeeper.sqlite' }),
  },
  {
    what: 'approvers of whom only one may act everywhere',
    check: 'approvers',
    becomes: 'warning approversLimited',
    change: ({ app }) => ({ scopes: { [app.config.roles.approver[0] ?? '']: [demo.homeTenantId] } }),
  },
  {
    what: 'a group that the home tenant does not have',
    check: 'roles',
    becomes: 'failed groupsMissing',
    change: ({ app }) => ({ roles: { ...app.config.roles, operator: [`group:${nobody}`] } }),
  },
  {
    what: 'a person that the home tenant does not have',
    check: 'roles',
    becomes: 'warning accountsWithoutRole',
    change: ({ app }) => ({ roles: { ...app.config.roles, viewer: [nobody] } }),
  },
  {
    what: 'a limit to a tenant that does not exist',
    check: 'scopes',
    becomes: 'failed scopeTenantsUnknown',
    change: ({ app }) => ({ scopes: { [app.config.roles.viewer[0] ?? '']: [nobody] } }),
  },
]

function answering(what: string, becomes: string, status: number, headers = {}): Configured[] {
  const change = async () => {
    const server = createServer((_request, response) => {
      response.writeHead(status, headers)
      response.end('<html>a page</html>')
    })
    return { publicUrl: `http://127.0.0.1:${await listenTo(server)}` }
  }
  return [{ what, check: 'publicUrl', becomes, change }]
}

async function listenTo(
  server: ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>,
): Promise<number> {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function makeFile(name: string, content?: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'preflight-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, name)
  if (content !== undefined) await writeFile(file, content)
  return file
}

test('each check is green, turns red when its part of the world breaks, and is green again', async () => {
  const scene = await startHealthyApp()
  scene.app.expectOddAnswers()
  const well = await runPreflight(scene.app)
  const wrong = (results: typeof well) =>
    Object.entries(results).filter(([, said]) => !/^(passed|skipped)/.test(said))
  expect(wrong(well)).toEqual([])
  expect(well).toMatchObject({ teamsPackage: 'skipped noPackage', clock: 'passed' })
  for (const { what, check, becomes, spoil, mend } of worldBreaks) {
    await spoil(scene)
    expect.soft([what, (await runPreflight(scene.app))[check]]).toEqual([what, becomes])
    await mend(scene)
    // Graph has limits a minute, and these clocks stand still.
    scene.app.clock.forward(10_000)
    scene.app.emulator.clock.advance(10_000)
    expect.soft([what, wrong(await runPreflight(scene.app))]).toEqual([what, []])
  }
  for (const { what, check, becomes, change } of configBreaks)
    expect.soft([what, (await runPreflight(scene.app, await change(scene)))[check]]).toEqual([what, becomes])
})

test('what needs a token that there is none says so, and the rest is tried', async () => {
  const scene = await startHealthyApp()
  await changeWorld(scene.app, 'expire-credentials', { clientId: 'reader' })
  expect(await runPreflight(scene.app)).toMatchObject({
    readerToken: 'failed secretExpired',
    readerRights: 'skipped needsReaderToken',
    homeConsent: 'skipped needsReaderToken',
    registrations: 'skipped needsReaderToken',
    [setName]: 'skipped needsRegistrations',
    approvers: 'skipped needsReaderToken',
    botToken: 'passed',
    publicUrl: 'passed',
    database: 'passed',
  })
})

const environment = {
  BOT_ID: demo.bot.clientId,
  APP_PUBLISHER: 'Cobalt Ridge Security',
  APP_WEBSITE_URL: 'https://grants.example.com',
  APP_PRIVACY_URL: 'https://grants.example.com/privacy',
  APP_TERMS_URL: 'https://grants.example.com/terms',
}

test('the built app package is of this bot, this version, and valid, or what is wrong is said', async () => {
  const { app } = await startHealthyApp()
  const manifest = JSON.parse(fillManifest(JSON.stringify(manifestTemplate), environment))
  const packed = (given: object) => packApp({ 'manifest.json': JSON.stringify(given) })
  const packages = {
    passed: packed(manifest),
    'failed packageForOther': packed({ ...manifest, bots: [{ ...manifest.bots[0], botId: nobody }] }),
    'warning packageOld': packed({ ...manifest, version: '0.0.1' }),
    'failed packageInvalid': packed({ ...manifest, surprise: true }),
    'failed packageDomains': packed({ ...manifest, validDomains: ['old.example.com'] }),
    'failed packageUnreadable': 'this is no zip file',
  }
  for (const [expected, bytes] of Object.entries(packages)) {
    const packageFile = await makeFile('grantkeeper.zip', bytes)
    const { teamsPackage } = await runPreflight(app, {}, { packageFile, validateManifest })
    expect(teamsPackage).toBe(expected)
  }
})

test('an operator of some tenants only sees no checks, and can’t start them', async () => {
  const [operators] = demo.groups.filter(({ displayName }) => displayName === 'Identity operators')
  const { app } = await startHealthyApp({
    ROLE_SCOPES: `group:${operators?.id}=${tenantIdOf('Contoso')}+${tenantIdOf('Fabrikam')}`,
  })
  const olivia = app.teams.as(people.olivia)
  const settings = await olivia.ask('settings')
  expect(readText(settings.card)).not.toContain('Preflight')
  const forged = await olivia.invoke(settings, { verb: 'preflight.run', data: {} })
  expect(JSON.stringify(forged.body)).not.toContain('checks passed')
})

test('on PostgreSQL: its tables, what it keeps after a crash, and its clock', async () => {
  const { app } = await startHealthyApp()
  const database = await emptyPostgres()
  // The clock of the server is the one of the machine; the app's stands where its file was written.
  app.clock.forward(systemClock().getTime() - app.clock().getTime())
  const run = () => runPreflight(app, { database })
  // The server of the tests waits for no disk.
  const results = await run()
  expect(results).toMatchObject({
    database: 'passed',
    durability: 'failed settingUnsafe',
    databaseClock: 'passed',
  })
  expect(results).not.toHaveProperty('disk')
  app.clock.forward(90_000)
  expect(await run()).toMatchObject({ databaseClock: 'warning databaseClockOff' })
  app.clock.forward(400_000)
  expect(await run()).toMatchObject({ databaseClock: 'failed databaseClockOff' })
})
