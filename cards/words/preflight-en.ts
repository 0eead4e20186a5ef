import type { Who } from './codes.ts'
import { counted } from './counted.ts'
import { phrasesEn } from './phrases-en.ts'

/** What a check found, as texts: already escaped for where they are shown. */
type Facts = Readonly<Record<string, string>>
type Said = (facts: Facts) => string

/** A count that comes as text. */
const countedText = (n: string | undefined, one: string, many?: string): string =>
  counted(Number(n ?? 0), one, many)

interface CheckWords {
  name: string
  /** What is tried for real. */
  tries: string
  passed: Said
}

/** In the order in which they are listed in the documentation. */
const checksEn = {
  clock: {
    name: 'Clock',
    tries: 'compares the clock of this machine with the time of Microsoft’s answers',
    passed: ({ seconds }) => `${countedText(seconds, 'second')} from Microsoft’s`,
  },
  botToken: {
    name: 'Bot’s token',
    tries: 'gets a token for Teams with the credential of the bot',
    passed: ({ audience }) => `issued for ${audience}`,
  },
  readerToken: {
    name: 'Reader’s token',
    tries: 'gets a token for Microsoft Graph in the home tenant with the credential of the reader',
    passed: ({ audience }) => `issued for ${audience}`,
  },
  readerRights: {
    name: 'Reader’s rights',
    tries:
      'compares the rights in that token with the documented ones: the needed ones are there, and no others',
    passed: ({ names }) => `${names}, and nothing else`,
  },
  homeConsent: {
    name: 'Consent at home',
    tries: 'compares the rights in that token with what the registration of the reader asks for',
    passed: () => 'everything that the reader asks for was consented',
  },
  registrations: {
    name: 'App registrations',
    tries: 'reads the registrations of bot, reader, and sets in the home tenant',
    passed: ({ count, all }) => `${count} of ${all} found`,
  },
  botRegistration: {
    name: 'Bot’s registration',
    tries: 'exists, enabled, single tenant; with API_AUDIENCE, it exposes the roles that other systems need',
    passed: ({ names }) => (names ? `single tenant, exposes ${names}` : 'single tenant'),
  },
  botCredential: {
    name: 'Bot’s credential',
    tries: 'when the secret or certificate that is really used ends',
    passed: ({ day }) => (day ? `good until ${day}` : 'federated: it has no end'),
  },
  readerRegistration: {
    name: 'Reader’s registration',
    tries: 'exists, enabled, multi-tenant, has our redirect URI, asks for documented rights only',
    passed: () => 'ready for consent',
  },
  readerCredential: {
    name: 'Reader’s credential',
    tries: 'when the secret or certificate that is really used ends',
    passed: ({ day }) => (day ? `good until ${day}` : 'federated: it has no end'),
  },
  setRegistration: {
    name: 'Set',
    tries: 'exists, enabled, multi-tenant, has our redirect URI, its list is that of the catalog',
    passed: ({ count }) => `ready for consent, ${countedText(count, 'permission')}`,
  },
  channelKeys: {
    name: 'Teams’ keys',
    tries:
      'reads the keys by which the bot knows that a message is from Teams, from the channel of the cloud',
    passed: ({ count, host }) => `${countedText(count, 'key')} from ${host}`,
  },
  publicUrl: {
    name: 'Public address',
    tries:
      'asks PUBLIC_URL a question that only this installation can answer: TLS, no redirect, our own answer. While the bot doesn’t run, preflight answers on PORT itself',
    passed: ({ address }) => `${address} leads here, as seen from this machine`,
  },
  database: {
    name: 'Database',
    tries: 'opens it, compares its version, and whether it can be written; creates and changes nothing in it',
    passed: ({ what, tables }) =>
      tables === 'current' ? `${what}, up to date` : `${what}, ${tableWords[tables ?? ''] ?? ''}`,
  },
  durability: {
    name: 'Durability',
    tries:
      'what was answered survives a crash: journal, disk syncs, a local disk, no pooler that mixes sessions',
    passed: ({ how }) => `${how}`,
  },
  databaseClock: {
    name: 'Database’s clock',
    tries: 'compares the clock of this machine with that of the PostgreSQL server',
    passed: ({ seconds }) => `${countedText(seconds, 'second')} from this machine’s`,
  },
  disk: {
    name: 'Free disk',
    tries: 'room on the disk with the SQLite file',
    passed: ({ megabytes }) => `${Number(megabytes ?? 0).toLocaleString('en-US')} MB`,
  },
  approvers: {
    name: 'Approvers',
    tries: 'at least two people can approve for each other; guests, disabled, and limited ones don’t count',
    passed: ({ count }) => `${countedText(count, 'person', 'people')}`,
  },
  roles: {
    name: 'People with a role',
    tries: 'the groups and people of ROLE_… exist in the home tenant and can have a role',
    passed: ({ people, groups }) =>
      `${countedText(people, 'person', 'people')} by ID, ${countedText(groups, 'group')}`,
  },
  scopes: {
    name: 'Limits of roles',
    tries: 'the tenants of ROLE_SCOPES exist',
    passed: ({ holders, tenants }) =>
      Number(holders) === 0
        ? 'nobody is limited'
        : `${countedText(holders, 'entry', 'entries')}, ${countedText(tenants, 'tenant')}`,
  },
  teamsPackage: {
    name: 'Teams app package',
    tries:
      'the built package has the IDs and domains of this configuration, this version, and a valid manifest',
    passed: ({ version, schema }) =>
      schema ? `version ${version}, valid by Microsoft’s schema` : `version ${version}, of this bot`,
  },
} as const satisfies Record<string, CheckWords>

const tableWords: Readonly<Record<string, string>> = {
  absent: 'without tables: the first start creates them',
  older: 'of an older version: the next start updates it',
}

export type PreflightCheckId = keyof typeof checksEn

const { registration: wrongEn } = phrasesEn.settings
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

/** What a check found wrong by itself, and what to do. Who must act stands with the code, in the bot. */
const causesEn = {
  tooSlow: {
    cause: ({ seconds }) => `It took longer than ${countedText(seconds, 'second')}.`,
    remedy: () => 'Check the network of this machine, then check again.',
  },
  checkFailed: {
    cause: ({ why }) => `It could not be tried (${why}). The log says more.`,
    remedy: () => 'Check again. If it stays, report it with the line of the log.',
  },
  clockOff: {
    cause: ({ seconds, side }) =>
      `The clock of this machine is ${countedText(seconds, 'second')} ${side === 'ahead' ? 'ahead of' : 'behind'} Microsoft’s. Tokens are refused.`,
    remedy: () => 'Turn on time synchronization (NTP) on this machine.',
  },
  clockOffALittle: {
    cause: ({ seconds, side }) =>
      `The clock of this machine is ${countedText(seconds, 'second')} ${side === 'ahead' ? 'ahead of' : 'behind'} Microsoft’s. From five minutes on, tokens are refused.`,
    remedy: () => 'Turn on time synchronization (NTP) on this machine.',
  },
  diskFull: {
    cause: ({ megabytes }) => `Only ${megabytes} MB are free. A full disk stops every write.`,
    remedy: () => 'Free at least 1 GB on the disk of DATABASE_FILE.',
  },
  diskSmall: {
    cause: ({ megabytes }) => `Only ${megabytes} MB are free.`,
    remedy: () => 'Free at least 1 GB on the disk of DATABASE_FILE.',
  },
  networkDisk: {
    cause: () => 'The file is on a network share, where SQLite can lose data.',
    remedy: () => 'Set DATABASE_FILE to a local disk, or use PostgreSQL with DATABASE_URL.',
  },
  databaseUnopened: {
    cause: ({ why }) => `${why}`,
    remedy: ({ kind }) =>
      kind === 'server'
        ? 'Check DATABASE_URL, and that the server is running.'
        : 'Set DATABASE_FILE to a file on a local disk where Grantkeeper can write.',
  },
  databaseNewer: {
    cause: ({ migration }) =>
      `It was written by a newer version of Grantkeeper (migration “${migration}”). This one doesn’t start with it.`,
    remedy: () => 'Start that version, or roll back with it: npm run rollback.',
  },
  databaseReadOnly: {
    cause: ({ kind }) =>
      kind === 'server'
        ? 'The user of DATABASE_URL can’t create tables or the schema pgboss there, doesn’t own them, or the server is a read-only copy.'
        : 'The file can’t be written.',
    remedy: ({ kind }) =>
      kind === 'server'
        ? 'Make the user the owner of the database, and name the primary server.'
        : 'Make the account of the process the owner of the file.',
  },
  journalNotWal: {
    cause: ({ mode }) => `SQLite can’t use its write-ahead log there (mode ${mode}).`,
    remedy: () => 'Set DATABASE_FILE to a local disk.',
  },
  settingUnsafe: {
    cause: ({ setting, value }) => `${setting} is ${value}: what was answered can be lost in a crash.`,
    remedy: ({ setting }) => `Set ${setting} to on in the configuration of the server.`,
  },
  poolerTransactions: {
    cause: () => 'A pooler gives the session to somebody else after every transaction.',
    remedy: () => 'Set the pooler to keep sessions (PgBouncer: pool_mode=session), or connect directly.',
  },
  poolerDropsSettings: {
    cause: ({ value }) =>
      `The settings of the connection don’t reach the server: transactions are “${value}” instead of serializable.`,
    remedy: () => 'Let the pooler pass on “options”, or connect directly.',
  },
  databaseClockOff: {
    cause: ({ seconds, side }) =>
      `The clock of this machine is ${countedText(seconds, 'second')} ${side === 'ahead' ? 'ahead of' : 'behind'} the server’s.`,
    remedy: () => 'Turn on time synchronization (NTP) on both machines.',
  },
  tokenForOther: {
    cause: ({ claim, found, expected }) =>
      `The token names another ${claimWords[claim ?? ''] ?? ''}: ${found}, not ${expected}.`,
    remedy: () => 'Compare the IDs in the configuration with the app registration.',
  },
  rightsMissing: {
    cause: ({ names }) => `The token lacks ${names}. Nothing can be read.`,
    remedy: () => 'Add it to the API permissions of the reader, and grant admin consent in the home tenant.',
  },
  rightsNarrow: {
    cause: ({ names }) =>
      `The token lacks ${names}. Delegated grants, and roles by group, can’t be read: sets stay unknown.`,
    remedy: () => 'Add it to the API permissions of the reader, and grant admin consent in the home tenant.',
  },
  rightsBeyond: {
    cause: ({ names }) => `The token has more than the documented rights: ${names}.`,
    remedy: () =>
      'Remove them from the API permissions of the reader, and revoke their consent in the home tenant.',
  },
  auditLogMissing: {
    cause: ({ names }) => `The token lacks ${names}. Alerts don’t say who changed what.`,
    remedy: () => 'If alerts should say it, add the permission to the reader and grant admin consent.',
  },
  consentIncomplete: {
    cause: ({ names }) => `The registration asks for ${names}, and the home tenant hasn’t consented to it.`,
    remedy: () => 'Select Grant admin consent on the API permissions page of the reader.',
  },
  credentialEnded: {
    cause: ({ day }) => `It ended on ${day}.`,
    remedy: () => 'Add a new one to the registration, and replace it in the configuration.',
  },
  credentialEnding: {
    cause: ({ day, days }) => `It ends on ${day}, in ${countedText(days, 'day')}.`,
    remedy: () => 'Add a new one to the registration, and replace it in the configuration.',
  },
  absent: {
    cause: ({ clientId }) => `The home tenant has no app registration with the client ID ${clientId}.`,
    remedy: () => 'Correct the client ID in the configuration, or run npm run setup.',
  },
  empty: {
    cause: () => sentence(wrongEn.empty),
    remedy: () => 'Add its permissions under API permissions of the registration.',
  },
  disabled: {
    cause: () => sentence(wrongEn.disabled),
    remedy: () => 'Activate the app registration again.',
  },
  singleTenant: {
    cause: () => sentence(wrongEn.singleTenant),
    remedy: () => 'Under Authentication, set the supported accounts to any organizational directory.',
  },
  replyAddressMissing: {
    cause: () => sentence(wrongEn.replyAddressMissing),
    remedy: ({ address }) => `Add ${address} as a redirect URI of the platform Web, or run npm run setup.`,
  },
  permissionsMissing: {
    cause: ({ names }) => `The registration doesn’t request ${names}, which the catalog requires.`,
    remedy: () => 'Add it under API permissions, or correct the catalog.',
  },
  notPublished: {
    cause: ({ names }) => `It requests ${names}, which the API doesn’t publish: nobody can consent to it.`,
    remedy: () => 'Remove it under API permissions.',
  },
  tierZeroUnexplained: {
    cause: ({ names }) => `It requests ${names}: tier 0, and the catalog doesn’t say what for.`,
    remedy: () => 'Explain it in the catalog, or remove it under API permissions.',
  },
  readerExceeds: {
    cause: ({ names }) =>
      `It asks for more than the documented rights: ${names}. No tenant can be connected.`,
    remedy: () => 'Remove it under API permissions of the reader.',
  },
  listDiffers: {
    cause: ({ more, less }) =>
      [
        more && `It requests ${more}, which the catalog doesn’t have.`,
        less && `It doesn’t request ${less}, which the catalog has.`,
      ]
        .filter(Boolean)
        .join(' '),
    remedy: () => 'If that is intended, update the catalog; otherwise correct API permissions.',
  },
  botMultiTenant: {
    cause: () => 'The bot is registered for other tenants too. Only people of the home tenant use it.',
    remedy: () => 'Under Authentication, set the supported accounts to this organizational directory only.',
  },
  audienceUnknown: {
    cause: ({ names }) =>
      `API_AUDIENCE is ${names}, and the bot’s registration has no such Application ID URI.`,
    remedy: () => 'Set API_AUDIENCE to the client ID of the bot, or to the URI under Expose an API.',
  },
  accessRoleMissing: {
    cause: ({ role }) =>
      `API_AUDIENCE is set, but no app can get the role ${role}: the registration doesn’t have it.`,
    remedy: ({ role }) => `Add the app role ${role} for applications, or run npm run setup.`,
  },
  appRolesMissing: {
    cause: ({ names }) => `No other system can get ${names}: the registration doesn’t have it.`,
    remedy: () => 'If one should, add it as an app role for applications, or run npm run setup.',
  },
  channelUnreadable: {
    cause: ({ host }) =>
      `${host} answered with something that isn’t a list of keys. Every message from Teams would be refused.`,
    remedy: () => 'Check whether a proxy stands in between.',
  },
  channelNotEndorsed: {
    cause: ({ host }) => `No key of ${host} vouches for Teams. Every message from Teams would be refused.`,
    remedy: () => 'Check LOGIN_BASE_URL and CHANNEL_METADATA_URL: they must be those of your cloud.',
  },
  urlHostUnknown: {
    cause: ({ address }) => `The name in ${address} doesn’t exist in DNS.`,
    remedy: () => 'Add the name to your DNS, or correct PUBLIC_URL.',
  },
  urlRefused: {
    cause: ({ address }) => `Nothing listens at ${address}.`,
    remedy: () => 'Start the reverse proxy, and open its port in the firewall.',
  },
  urlCertificate: {
    cause: ({ address, code }) =>
      `The certificate of ${address} isn’t trusted (${code}). Teams and browsers refuse it too.`,
    remedy: () => 'Give the reverse proxy a valid certificate for this name, with its chain.',
  },
  urlUnreached: {
    cause: ({ address, code }) => `${address} gave no answer${code ? ` (${code})` : ''}.`,
    remedy: () => 'Check the reverse proxy and the firewall in front of it.',
  },
  urlRedirects: {
    cause: ({ address, status, to }) =>
      `${address} redirects (${status}) to ${to}. Microsoft’s answers would be lost on the way.`,
    remedy: () => 'Set PUBLIC_URL to the address that answers by itself.',
  },
  urlStarting: {
    cause: () => 'The bot is starting or stopping.',
    remedy: () => 'Check again in a minute.',
  },
  urlProxy: {
    cause: ({ address, status }) => `The proxy at ${address} answers ${status}: it doesn’t reach the bot.`,
    remedy: () => 'Let the proxy pass all paths on to HOST and PORT of the bot.',
  },
  urlOther: {
    cause: ({ address, status }) =>
      `${address} answers ${status} to the question of preflight. Something else is there, or an older version.`,
    remedy: () => 'Let the proxy pass all paths on to HOST and PORT of the bot.',
  },
  urlForeign: {
    cause: ({ address }) =>
      `Another installation answers at ${address}, or a bot that was started with another reader’s credential or LINK_SECRET_FILE.`,
    remedy: () => 'Restart the bot with this configuration, or correct PUBLIC_URL and PORT.',
  },
  urlPrivate: {
    cause: ({ address, ip }) =>
      `${address} leads here, but ${ip} is an address of a private network. Teams can’t reach it.`,
    remedy: () => 'If your DNS answers differently inside, this is fine. Otherwise use a public address.',
  },
  approversFew: {
    cause: ({ count }) =>
      Number(count) === 0
        ? 'There’s no approver. Nobody can grant, block, or add tenants.'
        : 'There’s only one approver. People can’t approve their own requests, and tier 0 always needs a second person.',
    remedy: () => 'Name at least two people in ROLE_APPROVERS, or add people to one of its groups.',
  },
  approversLimited: {
    cause: ({ count, all }) =>
      `${countedText(all, 'person', 'people')} can approve, but only ${count} in every tenant. Elsewhere, nobody can approve for them.`,
    remedy: () => 'Take the limit of one of them out of ROLE_SCOPES.',
  },
  groupsMissing: {
    cause: ({ names }) => `The home tenant has no group ${names}. It gives no roles.`,
    remedy: () => 'Correct the IDs after group: in ROLE_…',
  },
  accountsWithoutRole: {
    cause: ({ names }) => `These accounts of ROLE_… get no role: ${names}.`,
    remedy: () => 'Enable the account, or take it out of the configuration.',
  },
  scopeTenantsUnknown: {
    cause: ({ names }) =>
      `ROLE_SCOPES names tenants that don’t exist: ${names}. Whoever is limited to them sees nothing.`,
    remedy: () => 'Correct the IDs in ROLE_SCOPES.',
  },
  packageForOther: {
    cause: ({ found, expected }) => `The built package is for another bot: ${found}, not ${expected}.`,
    remedy: () => 'Run npm run package, and upload the new package.',
  },
  packageDomains: {
    cause: ({ names, expected }) => `The built package allows ${names}, not ${expected}.`,
    remedy: () => 'Run npm run package, and upload the new package.',
  },
  packageInvalid: {
    cause: ({ names }) => `Teams would refuse the manifest: ${names}.`,
    remedy: () => 'Correct appPackage/manifest.json and APP_… in .env, then run npm run package.',
  },
  packageUnreadable: {
    cause: () => 'appPackage/build/grantkeeper.zip isn’t an app package.',
    remedy: () => 'Run npm run package again.',
  },
  packageOld: {
    cause: ({ version, program }) => `The built package is of version ${version}, and the bot of ${program}.`,
    remedy: () => 'Run npm run package, and upload the new package.',
  },
} as const satisfies Record<string, { cause: Said; remedy: Said }>

const claimWords: Readonly<Record<string, string>> = {
  audience: 'recipient',
  clientId: 'app',
  tenantId: 'tenant',
}

export type PreflightCauseCode = keyof typeof causesEn

/**
 * Refusals of the sign-in service whose words elsewhere are about a customer's tenant. Here they are about the home tenant and the
 * configuration.
 */
const atHomeEn: Readonly<Record<string, { cause: string; who: Who; remedy: string }>> = {
  appNotInTenant: {
    cause: 'The home tenant has no enterprise application with this client ID.',
    who: 'operator',
    remedy: 'Correct BOT_ID, READER_ID, or HOME_TENANT_ID, or run npm run setup.',
  },
  appDisabled: {
    cause: 'Its enterprise application in the home tenant is disabled or gone.',
    who: 'cloudApplicationAdministrator',
    remedy:
      'In the properties of the app, set "Enabled for users to sign-in?" to Yes. If the app is gone, run npm run setup.',
  },
  tenantNotFound: {
    cause: 'The home tenant was deleted, or its ID is wrong.',
    who: 'operator',
    remedy: 'Correct HOME_TENANT_ID.',
  },
  tenantBlocked: {
    cause: 'Microsoft no longer allows sign-ins to the home tenant.',
    who: 'operator',
    remedy: 'Ask Microsoft’s support, or set HOME_TENANT_ID to the tenant that replaces it.',
  },
}

/** Why nothing was tried. */
const skippedEn = {
  authOff: 'authentication is off',
  managedIdentity: 'a managed identity has none',
  needsReaderToken: 'needs the reader’s token',
  needsRegistrations: 'needs the app registrations',
  tokenOpaque: 'the token says nothing about itself',
  credentialUnknown: 'the registration shows no secret that begins like ours',
  noDate: 'the answer had no date',
  needsDatabase: 'needs the database',
  noPackage: 'none was built here: npm run package',
} as const

export type PreflightSkipCode = keyof typeof skippedEn

export const preflightEn = {
  checks: checksEn,
  causes: causesEn,
  atHome: atHomeEn,
  skipped: skippedEn,
  title: 'Preflight',
  intro: 'The configuration of this installation, tried for real.',
  setName: (name: string) => `Set “${name}”`,
  count: (passed: number, all: number) => `${passed} of ${counted(all, 'check')} passed`,
  failed: (n: number) => `${n} failed`,
  warnings: (n: number) => counted(n, 'warning'),
  skippedCount: (n: number) => `${n} skipped`,
  states: { passed: 'passed', warning: 'warning', failed: 'FAILED', skipped: 'skipped' },
  who: (who: string) => `Who: ${who}.`,
  home: 'the home tenant',
  allWell: 'Everything that could be tried works.',
  more: (n: number) => `${counted(n, 'more is', 'more are')} in npm run preflight.`,
  well: 'Passed',
  left: 'Skipped',
  never: 'not checked since the start',
  unknown: 'Microsoft refused it with a code that Grantkeeper doesn’t know.',
  usage: `npm run preflight [-- --json]

Tries the configuration for real: one line per check, with what was found, who must act, and what to do.
It changes nothing, and can run beside the bot.

  --json   one object, for pipelines (npm run --silent preflight -- --json)

Exit code 0: nothing failed. 1: something failed. 2: it could not run, for example because the configuration is invalid.`,
  couldNotRun: (why: string) => `Preflight could not run. ${why}`,
  wrongConfiguration: (problems: readonly { variable: string; text: string }[]) =>
    [
      `${counted(problems.length, 'error')} in the configuration.`,
      ...problems.map(({ variable, text }) => `  ${variable}: ${text}`),
    ].join('\n'),
}
