import { channelOf, clouds, isLoopbackHost } from './hosts.ts'
import { checkRoles, noApprover } from './role-rules.ts'
import type { Report, Values, Variable } from './variables.ts'

const missing: Partial<Record<Variable, string>> = {
  HOME_TENANT_ID: 'There is no home tenant. Set the ID of the tenant whose people use the bot.',
  READER_ID: 'There is no client ID of the reader. Set the client ID of the app that reads the tenants.',
  SET_CLIENT_IDS:
    'There are no client IDs of the sets. Set set-id=GUID for each set of the catalog, separated by commas.',
  ROLE_APPROVERS: noApprover,
  PUBLIC_URL: 'There is no public URL. Set the https URL at which Teams and browsers reach this bot.',
}

/** Reports errors that concern more than one variable. `wrong` variables have their own error and don't count as missing. */
export function checkVariables(values: Values, wrong: ReadonlySet<Variable>, report: Report): void {
  const needed =
    values.BOT_AUTH === 'off'
      ? missing
      : { BOT_ID: 'There is no client ID of the bot. Set the client ID of its app registration.', ...missing }
  for (const [variable, text] of Object.entries(needed) as [Variable, string][]) {
    if (values[variable] === undefined && !wrong.has(variable)) report(variable, text)
  }
  if (values.DATABASE_URL !== undefined && values.DATABASE_FILE !== undefined)
    report('DATABASE_URL', 'DATABASE_FILE is set too. Keep the one that contains your data.')
  checkCloud(values, report)
  checkChannel(values, report)
  checkRoles(values, wrong, report)
  if (values.BOT_AUTH === 'off') checkAuthOff(values, report)
  else if (values.SYNC_SECONDS !== undefined)
    report('SYNC_SECONDS', "Microsoft can't be read that often. Use SYNC_HOURS instead.")
  if (values.ACCESS_MAX_AGE_HOURS !== undefined && values.ACCESS_MAX_AGE_HOURS < (values.MAX_AGE_HOURS ?? 24))
    report(
      'ACCESS_MAX_AGE_HOURS',
      'Apps would lose access before a read counts as old. Use at least the value of MAX_AGE_HOURS (default 24).',
    )
  if ((values.MAX_AGE_HOURS ?? 24) < (values.SYNC_HOURS ?? 6))
    report(
      'MAX_AGE_HOURS',
      'Every read would be too old before the next sync. Use at least the value of SYNC_HOURS.',
    )
}

const hostOf = (url: string) => new URL(url).hostname

/** Secrets are sent to these two URLs, so they must be Microsoft's clouds or this machine. */
function checkCloud(values: Values, report: Report): void {
  const login = hostOf(values.LOGIN_BASE_URL ?? publicLogin)
  const graph = hostOf(values.GRAPH_BASE_URL ?? 'https://graph.microsoft.com')
  const loginKnown = isLoopbackHost(login) || Object.hasOwn(clouds, login)
  const graphKnown = isLoopbackHost(graph) || Object.values(clouds).flat().includes(graph)
  const only = 'This is neither a Microsoft cloud nor this machine. Use'
  if (!loginKnown) report('LOGIN_BASE_URL', `${only} one of ${Object.keys(clouds).join(', ')}, with https.`)
  if (!graphKnown)
    report(
      'GRAPH_BASE_URL',
      `${only} one of ${[...new Set(Object.values(clouds).flat())].join(', ')}, with https.`,
    )
  if (!loginKnown || !graphKnown) return
  const match = isLoopbackHost(login) ? isLoopbackHost(graph) : clouds[login]?.includes(graph)
  if (!match)
    report(
      'GRAPH_BASE_URL',
      'This belongs to another cloud than LOGIN_BASE_URL. Use two URLs of the same cloud.',
    )
}

const publicLogin = 'https://login.microsoftonline.com'

/** The issuer that authenticates requests and receives the bot's token: this cloud's, or an emulator for everything. */
function checkChannel(values: Values, report: Report): void {
  const login = values.LOGIN_BASE_URL ?? publicLogin
  const emulated = isLoopbackHost(hostOf(login))
  const own = channelOf(login)
  const { CHANNEL_METADATA_URL: metadata = own.metadataUrl, CHANNEL_ISSUER: issuer = own.issuer } = values
  const isOwn = metadata === own.metadataUrl || (emulated && isLoopbackHost(hostOf(metadata)))
  if (!isOwn) report('CHANNEL_METADATA_URL', `This doesn't match LOGIN_BASE_URL. Use ${own.metadataUrl}.`)
  if (issuer !== own.issuer && !emulated)
    report('CHANNEL_ISSUER', `This doesn't match LOGIN_BASE_URL. Use ${own.issuer}.`)
  const isLocal = values.SERVICE_HOSTS?.some((host) => isLoopbackHost(host)) === true
  if (values.BOT_AUTH !== 'off' && isLocal && !emulated)
    report(
      'SERVICE_HOSTS',
      "This machine isn't a Microsoft connector. Use loopback only with an emulated login.",
    )
}

/** Without authentication, any caller can claim to be an approver, so no real service may be reachable. */
function checkAuthOff(values: Values, report: Report): void {
  const only = 'With BOT_AUTH=off, only loopback is allowed. Use 127.0.0.1 here, or set BOT_AUTH=on.'
  if (values.HOST !== undefined && !isLoopbackHost(values.HOST)) report('HOST', only)
  for (const variable of ['PUBLIC_URL', 'LOGIN_BASE_URL', 'GRAPH_BASE_URL'] as const) {
    const url = values[variable]
    const real = variable !== 'PUBLIC_URL' && url === undefined
    if (real || (url !== undefined && !isLoopbackHost(hostOf(url)))) report(variable, only)
  }
  if (values.SERVICE_HOSTS?.some((host) => !isLoopbackHost(host))) report('SERVICE_HOSTS', only)
}
