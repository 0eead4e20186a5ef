import { type Cloud, clouds, defaultLoginUrl, findCloud, publicCloud } from './clouds.ts'
import { isLoopbackHost } from './hosts.ts'
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
function checkCloud({ LOGIN_BASE_URL = defaultLoginUrl, GRAPH_BASE_URL }: Values, report: Report): void {
  const login = hostOf(LOGIN_BASE_URL)
  const graph = GRAPH_BASE_URL && hostOf(GRAPH_BASE_URL)
  const logins = clouds.flatMap(({ loginHosts }) => loginHosts)
  const graphs = clouds.map(({ graphUrl }) => hostOf(graphUrl))
  const loginKnown = isLoopbackHost(login) || logins.includes(login)
  const graphKnown = graph === undefined || isLoopbackHost(graph) || graphs.includes(graph)
  const oneOf = (hosts: readonly string[]) =>
    `This is neither a Microsoft cloud nor this machine. Use one of ${[...new Set(hosts)].join(', ')}, with https.`
  if (!loginKnown) report('LOGIN_BASE_URL', oneOf(logins))
  if (!graphKnown) report('GRAPH_BASE_URL', oneOf(graphs))
  if (!loginKnown || !graphKnown) return
  const match = isLoopbackHost(login)
    ? graph !== undefined && isLoopbackHost(graph)
    : findCloud(LOGIN_BASE_URL, GRAPH_BASE_URL)
  if (!match)
    report(
      'GRAPH_BASE_URL',
      'This belongs to another cloud than LOGIN_BASE_URL. Use two URLs of the same cloud.',
    )
}

/** The issuer that authenticates requests and receives the bot's token, and where that token is sent: all of this cloud. */
function checkChannel(values: Values, report: Report): void {
  const { LOGIN_BASE_URL = defaultLoginUrl, GRAPH_BASE_URL, SERVICE_HOSTS = [] } = values
  const cloud = findCloud(LOGIN_BASE_URL, GRAPH_BASE_URL)
  const own = (cloud ?? publicCloud).channel
  const { CHANNEL_METADATA_URL: metadata = own.metadataUrl, CHANNEL_ISSUER: issuer = own.issuer } = values
  const isOwn = metadata === own.metadataUrl || (!cloud && isLoopbackHost(hostOf(metadata)))
  if (!isOwn) report('CHANNEL_METADATA_URL', `This doesn't match LOGIN_BASE_URL. Use ${own.metadataUrl}.`)
  if (issuer !== own.issuer && cloud)
    report('CHANNEL_ISSUER', `This doesn't match LOGIN_BASE_URL. Use ${own.issuer}.`)
  if (!cloud) return
  if (values.BOT_AUTH !== 'off' && SERVICE_HOSTS.some(isLoopbackHost))
    report(
      'SERVICE_HOSTS',
      "This machine isn't a Microsoft connector. Use loopback only with an emulated login.",
    )
  const foreign = SERVICE_HOSTS.find((host) => isForeignConnector(cloud, host))
  if (foreign) report('SERVICE_HOSTS', `${foreign} belongs to another cloud than LOGIN_BASE_URL.`)
}

/** Messages and the bot's token would go to the connector of another cloud. */
function isForeignConnector({ connectorHosts }: Cloud, host: string): boolean {
  if (connectorHosts.includes(host)) return false
  const under = (pattern: string) => host === pattern || host.endsWith(pattern.slice(pattern.indexOf('.')))
  const foreign = clouds
    .flatMap((cloud) => cloud.connectorHosts)
    .filter((each) => !connectorHosts.includes(each))
  return foreign.some((each) => (each.startsWith('*.') ? under(each) : host === each))
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
