import { readAddress } from './address.ts'
import { type Answer, graphError } from './answer.ts'
import { purge, restore } from './deleted-items.ts'
import { addFederated, removeFederated } from './federated-credentials.ts'
import type { Read } from './read.ts'
import { changeApplication, createApplication, deleteApplication } from './write-applications.ts'
import { assignRole, createPrincipal, deletePrincipal, removeRole } from './write-principals.ts'

type Route = (read: Read, prefer: string | undefined) => Answer

const routes: Readonly<Record<string, Route>> = {
  'POST applications': createApplication,
  'PATCH applications': changeApplication,
  'DELETE applications': deleteApplication,
  'POST applications/federatedIdentityCredentials': addFederated,
  'DELETE applications/federatedIdentityCredentials/{id}': removeFederated,
  'DELETE directory/deletedItems/{id}': purge,
  'POST directory/deletedItems/{id}/restore': restore,
  'POST servicePrincipals': createPrincipal,
  'DELETE servicePrincipals': deletePrincipal,
  'POST servicePrincipals/appRoleAssignments': assignRole,
  'POST servicePrincipals/appRoleAssignedTo': assignRole,
  'DELETE servicePrincipals/appRoleAssignments/{id}': removeRole,
  'DELETE servicePrincipals/appRoleAssignedTo/{id}': removeRole,
}
/** Writes of a list, not of an object in it. */
const ofLists = ['POST applications', 'POST servicePrincipals']

/** A write, one at a time. Each checks the permission of the token and, of a person, the directory role. */
export function answerWrite(read: Read, method: string, prefer: string | undefined): Answer {
  const { resource, key } = readAddress(read.target)
  const name = `${method} ${resource}`
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  const isOfList = ofLists.includes(name)
  const fits = resource.startsWith('directory/') || (key === undefined) === isOfList
  if (route && fits) return route(read, prefer)
  return graphError(read.ids, 405, 'Request_BadRequest', `The method ${method} is not emulated.`)
}
