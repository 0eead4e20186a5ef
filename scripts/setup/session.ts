import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import { defaultLoginUrl, findCloud, getCloud } from '#platform/config/clouds.ts'
import { isLoopbackHost } from '#platform/config/hosts.ts'
import type { Environment } from '#platform/config/variables.ts'
import { AnswerProblem, parseVariable } from './answers.ts'
import { AnswersMissing } from './ask.ts'
import { checkGiven } from './check-given.ts'
import { readMarks } from './environment-text.ts'
import type { Found } from './found.ts'
import { type Graph, makeGraph } from './graph.ts'
import { slugOf } from './marks.ts'
import { mergeVariables, type Options } from './options.ts'
import { readPerson } from './read-found.ts'
import { type At, readEnvironment } from './read-locally.ts'
import { signIn } from './sign-in.ts'
import type { Terminal } from './terminal.ts'
import { words } from './words.ts'

export interface SetupDeps {
  options: Options
  terminal: Terminal
  /** Of the process. */
  environment: Environment
  fetch: typeof fetch
  now: () => Date
  sleep: (ms: number) => Promise<void>
  /** Where the files of the installation are. */
  at: At
  /** What a new `.env` begins with. */
  sampleFile: string
}

/** Setup can’t go on. The text says why and what to do. */
export class StoppedError extends Error {
  override name = 'StoppedError'
}

interface CloudUrls {
  login: string
  graph: string
  graphGiven: string | undefined
  /** An emulator on this machine. */
  isTrial: boolean
}

/** Who signed in, where, and what is given. */
export interface Session extends Pick<Found, 'tenant' | 'person'> {
  deps: SetupDeps
  options: Options
  graph: Graph
  catalog: Catalog
  name: string
  slug: string
  given: Record<string, string>
  cloudUrls: CloudUrls
}

/** Reads what is given, and signs in. @throws AnswersMissing, SignInRefusal, StoppedError */
export async function openSession(deps: SetupDeps): Promise<Session> {
  const { options, terminal } = deps
  const { text, values } = await readEnvironment(deps.at)
  const given = mergeVariables(options, deps.environment, values)
  const cloudUrls = readCloudUrls(given)
  const catalog = await loadCatalog(given.CATALOG_FILE && deps.at(given.CATALOG_FILE))
  if (options.mode === 'setup' && !options.isAsking) checkGiven({ options, given, catalog, ...cloudUrls })
  const here = readMarks(text ?? '').name
  const name = options.name ?? here ?? 'Grantkeeper'
  if (options.mode === 'setup' && here !== undefined && slugOf(here) !== slugOf(name))
    throw new AnswersMissing([`--name: ${words.otherFolder(here)}`])
  const graph = await signInToGraph(deps, cloudUrls, options.tenant ?? given.HOME_TENANT_ID)
  const { person, tenant } = await readPerson(graph)
  terminal.say(words.signedIn(person, tenant))
  const wanted = given.HOME_TENANT_ID?.toLowerCase()
  if (wanted && wanted !== tenant.id) throw new StoppedError(words.otherTenant(wanted, tenant))
  return { deps, options, graph, catalog, name, slug: slugOf(name), given, cloudUrls, person, tenant }
}

/** Tokens and certificates go to these addresses only: a Microsoft cloud, or an emulator on this machine. */
function readCloudUrls(given: Readonly<Record<string, string>>): CloudUrls {
  try {
    const login = parseVariable('LOGIN_BASE_URL', given.LOGIN_BASE_URL ?? defaultLoginUrl)
    const graphGiven = given.GRAPH_BASE_URL && parseVariable('GRAPH_BASE_URL', given.GRAPH_BASE_URL)
    const isTrial = [login, graphGiven].every((url) => url && isLoopbackHost(new URL(url).hostname))
    if (!isTrial && !findCloud(login, graphGiven || undefined)) throw new AnswerProblem(words.noCloud)
    const graph = graphGiven || getCloud(login).graphUrl
    return { login, graph, graphGiven: graphGiven || undefined, isTrial }
  } catch (error) {
    if (!(error instanceof AnswerProblem)) throw error
    throw new AnswersMissing([`LOGIN_BASE_URL, GRAPH_BASE_URL: ${error.message}`])
  }
}

async function signInToGraph(
  deps: SetupDeps,
  { login, graph }: CloudUrls,
  tenant: string | undefined,
): Promise<Graph> {
  const { options, terminal, now, sleep } = deps
  terminal.say(words.beforeSignIn)
  const { token } = await signIn({
    loginBaseUrl: login,
    graphBaseUrl: graph,
    tenant,
    clientId: options.clientId,
    fetch: deps.fetch,
    now,
    showCode: (place, code) => terminal.say(words.showCode(place, code)),
  })
  return makeGraph({
    baseUrl: graph,
    token,
    fetch: deps.fetch,
    now,
    sleep,
    onWait: (ms, why) => terminal.say(words.waiting[why](Math.ceil(ms / 1_000))),
  })
}
