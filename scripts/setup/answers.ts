import { formerClientIdsOf } from '#domain/catalog/find.ts'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import { checkSetClientIds } from '#platform/config/check-set-client-ids.ts'
import { guidPattern, split } from '#platform/config/fields.ts'
import { isLoopbackHost } from '#platform/config/hosts.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { type Values, type Variable, variables } from '#platform/config/variables.ts'
import type { Graph } from './graph.ts'
import type { FoundRegistration, Person } from './graph-shapes.ts'
import { findPerson, findRegistration, listMultiTenant } from './read-found.ts'
import { words } from './words.ts'

/** A value that can't be used: why, and what to do. */
export class AnswerProblem extends Error {
  override name = 'AnswerProblem'
}

/** By the same rules as at the start of the bot. @throws AnswerProblem */
export function parseVariable<N extends Variable>(name: N, text: string): NonNullable<Values[N]> {
  const result = variables[name].safeParse(text)
  if (result.success) return result.data as NonNullable<Values[N]>
  throw new AnswerProblem(result.error.issues.map(({ message }) => message).join(' '))
}

/** `isTrial`: the cloud is an emulator on this machine, so Teams can be too. @throws AnswerProblem */
export function readPublicUrl(text: string, isTrial: boolean): string {
  const url = parseVariable('PUBLIC_URL', text)
  if (!isTrial && isLoopbackHost(new URL(url).hostname)) throw new AnswerProblem(words.onlyHere)
  return url
}

/** The sets' client IDs. @throws AnswerProblem */
export function readSetClientIds(catalog: Catalog, text: string): Record<string, string> {
  const clientIds = parseVariable('SET_CLIENT_IDS', text)
  try {
    checkSetClientIds(
      clientIds,
      catalog.sets.map(({ id }) => id),
      { former: formerClientIdsOf(catalog) },
    )
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new AnswerProblem(error.problems.map((problem) => problem.text).join(' '))
  }
  return clientIds
}

/** The sets' client IDs, and their registrations, which must be in this tenant. @throws AnswerProblem */
export async function readSets(
  graph: Graph,
  catalog: Catalog,
  text: string,
): Promise<{ clientIds: Record<string, string>; registrations: Record<string, FoundRegistration> }> {
  const clientIds = readSetClientIds(catalog, text)
  const registrations: Record<string, FoundRegistration> = {}
  const absent: string[] = []
  for (const [setId, clientId] of Object.entries(clientIds)) {
    const registration = await findRegistration(graph, clientId)
    if (registration) registrations[setId] = registration
    else absent.push(`${setId}=${clientId}`)
  }
  if (absent.length > 0) throw new AnswerProblem(words.noSuchRegistrations(absent))
  return { clientIds, registrations }
}

/** Client IDs of sets that one multi-tenant registration alone has the name of; undefined if that is not so for each. */
export async function proposeSets(graph: Graph, { sets }: Catalog): Promise<string | undefined> {
  const found = await listMultiTenant(graph)
  const pairs = sets.flatMap(({ id, name }) => {
    const fits = found.filter(({ displayName }) =>
      ` ${displayName}`.toLowerCase().endsWith(` ${name}`.toLowerCase()),
    )
    return fits.length === 1 ? [`${id}=${fits[0]?.appId}`] : []
  })
  return pairs.length === sets.length ? pairs.join(',') : undefined
}

/** Object IDs of people, by ID or sign-in name; groups as they are. @throws AnswerProblem */
export async function readApprovers(graph: Graph, text: string): Promise<string[]> {
  const holders: string[] = []
  for (const part of split(text)) {
    const isReady = guidPattern.test(part.replace(/^group:/i, ''))
    holders.push(isReady ? part.toLowerCase() : (await readPerson(graph, part)).id)
  }
  return parseVariable('ROLE_APPROVERS', holders.join(',')).map(String)
}

/** @throws AnswerProblem */
async function readPerson(graph: Graph, name: string): Promise<Person> {
  const person = await findPerson(graph, name)
  if (person) return person
  throw new AnswerProblem(words.noSuchPerson(name))
}

export function readDatabase(text: string): { variable: 'DATABASE_FILE' | 'DATABASE_URL'; value: string } {
  if (!/^[a-z]+:\/\//i.test(text)) return { variable: 'DATABASE_FILE', value: text }
  return { variable: 'DATABASE_URL', value: parseVariable('DATABASE_URL', text) }
}
