import type { z } from 'zod'
import { graphAppId } from '#domain/catalog/graph-app-id.ts'
import type { Found, FoundApp } from './found.ts'
import { type Graph, GraphRefusal } from './graph.ts'
import {
  assignmentShape,
  type FoundRegistration,
  keysShape,
  organizationShape,
  ownerShape,
  personShape,
  principalShape,
  registrationFields,
  registrationShape,
  trustShape,
} from './graph-shapes.ts'
import { setupTag, uniqueNameOf, type Which } from './marks.ts'

/** Who signed in, and to which tenant. */
export async function readPerson(graph: Graph): Promise<Pick<Found, 'tenant' | 'person'>> {
  const person = await graph.get('/me?$select=id,displayName,userPrincipalName', personShape)
  const [organization] = await graph.list(
    '/organization?$select=id,displayName,verifiedDomains',
    organizationShape,
  )
  const domains = organization?.verifiedDomains ?? []
  const domain = domains.find(({ isDefault }) => isDefault)?.name ?? domains[0]?.name ?? ''
  const id = organization?.id.toLowerCase() ?? ''
  return { person, tenant: { id, name: organization?.displayName ?? domain, domain } }
}

/** By name or ID; undefined: there is nobody of that name. */
export const findPerson = (graph: Graph, name: string) =>
  graph.find(`/users/${encodeURIComponent(name)}?$select=id,displayName,userPrincipalName`, personShape)

export const findRegistration = (graph: Graph, appId: string): Promise<FoundRegistration | undefined> =>
  graph.find(`/applications(appId='${appId}')?$select=${registrationFields}`, registrationShape)

/** Those that other tenants can consent to. */
export function listMultiTenant(graph: Graph): Promise<FoundRegistration[]> {
  const filter = encodeURIComponent("signInAudience eq 'AzureADMultipleOrgs'")
  return graph.list(`/applications?$filter=${filter}&$select=${registrationFields}`, registrationShape)
}

/** Everything that setup made or changed for this installation. */
export function listTagged(graph: Graph, slug: string): Promise<FoundRegistration[]> {
  const filter = encodeURIComponent(`tags/any(t:t eq '${setupTag(slug)}')`)
  return graph.list(`/applications?$filter=${filter}&$select=${registrationFields}`, registrationShape)
}

const deletedItems = '/directory/deletedItems/microsoft.graph'

export const listDeleted = (graph: Graph): Promise<FoundRegistration[]> =>
  ifAllowed(graph.list(`${deletedItems}.application?$select=${registrationFields}`, registrationShape))

export const listDeletedPrincipals = (graph: Graph): Promise<z.output<typeof principalShape>[]> =>
  ifAllowed(graph.list(`${deletedItems}.servicePrincipal?$select=id,appId`, principalShape))

/** Empty where the person may not read what was deleted. */
async function ifAllowed<T>(list: Promise<T[]>): Promise<T[]> {
  try {
    return await list
  } catch (error) {
    if (error instanceof GraphRefusal && error.failure?.status === 403) return []
    throw error
  }
}

/** One of our apps: the one that `.env` names, else the one that setup made, else the one that was deleted. */
export async function readApp(
  graph: Graph,
  which: Which,
  { slug, appId }: { slug: string; appId: string | undefined },
): Promise<FoundApp | undefined> {
  const name = uniqueNameOf(slug, which)
  const alive = appId
    ? await findRegistration(graph, appId)
    : await graph.find(`/applications(uniqueName='${name}')?$select=${registrationFields}`, registrationShape)
  if (alive) return readWhole(graph, alive)
  const isIt = (one: FoundRegistration) => (appId ? one.appId === appId : one.uniqueName === name)
  const deleted = (await listDeleted(graph)).find(isIt)
  return deleted && { registration: deleted, isDeleted: true, keys: [], secrets: 0, trusts: [], owners: [] }
}

async function readWhole(graph: Graph, registration: FoundRegistration): Promise<FoundApp> {
  const { id, appId } = registration
  const { keyCredentials: keys, passwordCredentials } = await readKeys(graph, id)
  const trusts = await graph.list(`/applications/${id}/federatedIdentityCredentials`, trustShape)
  const principal = await findPrincipal(graph, appId)
  const secrets = passwordCredentials.length
  return {
    registration,
    isDeleted: false,
    keys,
    secrets,
    trusts,
    owners: await graph.list(`/applications/${id}/owners`, ownerShape),
    ...(principal && { principalId: principal.id }),
  }
}

/** Only for one registration alone is the key itself in the answer. */
export const readKeys = (graph: Graph, id: string, isFresh = false) =>
  graph.get(`/applications/${id}?$select=keyCredentials,passwordCredentials`, keysShape, { isFresh })

export const findPrincipal = (graph: Graph, appId: string) =>
  graph.find(`/servicePrincipals(appId='${appId}')?$select=id,appId`, principalShape)

export async function readGraphPrincipalId(graph: Graph): Promise<string> {
  const { id } = await graph.get(`/servicePrincipals(appId='${graphAppId}')?$select=id,appId`, principalShape)
  return id
}

/** Application permissions of Graph that a service principal has. */
export async function readRoles(
  graph: Graph,
  principalId: string,
  graphPrincipalId: string,
): Promise<string[]> {
  const list = await graph.list(`/servicePrincipals/${principalId}/appRoleAssignments`, assignmentShape)
  return list.filter(({ resourceId }) => resourceId === graphPrincipalId).map(({ appRoleId }) => appRoleId)
}
