import { recordAudit } from '../world/audit.ts'
import { hide, madeOf } from '../world/change-objects.ts'
import { dropPrincipal } from '../world/directory.ts'
import { changeDirectory, nextId, readFuture } from '../world/tenants.ts'
import type { Registration } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, denied, graphError } from './answer.ts'
import { type ApplicationChange, isRefusal, readApplication } from './application-body.ts'
import { applicationBody, applicationNotFound, findApplication } from './applications.ts'
import { checkApplication } from './check-application.ts'
import { readKeys } from './key-credentials.ts'
import type { Read } from './read.ts'
import { initiatorOf, mayChange, mayRegister } from './write-rights.ts'

export const noContent: Answer = { status: 204, body: undefined }

/** `POST /applications`. */
export function createApplication(read: Read): Answer {
  const change = readApplication(read.body, read.ids)
  return isRefusal(change) ? change : make(read, change)
}

/** `PATCH` of one; with `Prefer: create-if-missing` and a unique name also its creation. */
export function changeApplication(read: Read, prefer: string | undefined): Answer {
  const { key } = readAddress(read.target)
  const app = findApplication(read)
  const change = readApplication(read.body, read.ids)
  if (!app && key?.field === 'uniqueName' && prefer?.includes('create-if-missing')) {
    return isRefusal(change) ? change : make(read, { ...change, uniqueName: key.value })
  }
  if (!app) return applicationNotFound(read)
  if (!mayChange(read, app)) return denied(read.ids)
  if (isRefusal(change)) return change
  return apply(read, app, change) ?? noContent
}

function make(read: Read, change: ApplicationChange): Answer {
  const { world, tenant, ids, caller } = read
  if (!mayRegister(read)) return denied(ids)
  if (change.displayName === undefined) {
    return graphError(
      ids,
      400,
      'Request_BadRequest',
      "A value is required for property 'displayName' of resource 'Application'.",
    )
  }
  const ownerIds = caller.kind === 'person' ? [caller.userId] : []
  const app = emptyRegistration(read, change, ownerIds)
  const refusal = apply(read, app, { signInAudience: 'AzureADandPersonalMicrosoftAccount', ...change })
  if (refusal) return refusal
  world.registrations.set(app.appId, app)
  hide(world, app.objectId)
  const targets = [{ id: app.objectId, displayName: app.displayName, changes: [] }]
  recordAudit(world, tenant, { activity: 'Add application', by: initiatorOf(read), targets })
  return { status: 201, body: applicationBody(read, app) }
}

function emptyRegistration(read: Read, change: ApplicationChange, ownerIds: string[]): Registration {
  const { world, tenant } = read
  const appId = nextId(world, 'client')
  const key = (change.uniqueName ?? change.displayName ?? appId).toLowerCase().replaceAll(' ', '-')
  const isTaken = [...world.registrations.values()].some((other) => other.key === key)
  const app: Registration = {
    appId,
    key: isTaken ? appId : key,
    part: 'home',
    objectId: nextId(world, 'application'),
    displayName: '',
    homeTenantId: tenant.id,
    publisher: tenant.displayName,
    verifiedPublisher: false,
    multiTenant: false,
    isDisabled: false,
    redirectUris: [],
    required: [],
    secrets: [],
    certificates: [],
    identifierUris: [],
    appRoles: [],
  }
  app.made = { ...madeOf(app), createdAtMs: world.clock.nowMs(), ownerIds }
  return app
}

/** Makes the change; `undefined`: done. Collections are replaced as a whole. */
function apply(read: Read, app: Registration, change: ApplicationChange): Answer | undefined {
  const { world, tenant, ids } = read
  const refusal = checkApplication({ world, tenant, ids, app, change })
  if (refusal) return refusal
  const { keyCredentials } = change
  const keys = keyCredentials && readKeys(app, keyCredentials, ids, () => nextId(world, 'key'))
  if (keys && 'status' in keys) return keys
  Object.assign(app, changedFields(app, change), {
    made: changedMade(app, change),
    ...(keys && { certificates: keys }),
  })
  if (app.part !== 'set') app.part = app.multiTenant ? 'reader' : 'home'
  return undefined
}

function changedFields(app: Registration, change: ApplicationChange): Partial<Registration> {
  const { displayName, signInAudience, identifierUris, appRoles, requiredResourceAccess, web } = change
  return {
    ...(displayName !== undefined && { displayName }),
    ...(signInAudience && { multiTenant: signInAudience !== 'AzureADMyOrg' }),
    ...(identifierUris && { identifierUris }),
    ...(web?.redirectUris && { redirectUris: web.redirectUris }),
    ...(requiredResourceAccess && {
      required: requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
        resourceAccess.map(({ id, type }) => ({ resourceAppId, type, id })),
      ),
    }),
    ...(appRoles && {
      appRoles: appRoles.map(({ id, value, displayName, description, isEnabled, allowedMemberTypes }) => {
        const known = app.appRoles.find((role) => role.id === id && !role.made)
        return known && isEnabled
          ? known
          : { id, value, made: { displayName, description, isEnabled, allowedMemberTypes } }
      }),
    }),
  }
}

function changedMade(app: Registration, change: ApplicationChange): Registration['made'] {
  const { uniqueName, notes, tags, api, signInAudience, isFallbackPublicClient } = change
  const version = api?.requestedAccessTokenVersion
  return {
    ...madeOf(app),
    ...(uniqueName !== undefined && { uniqueName }),
    ...(notes !== undefined && { notes }),
    ...(tags && { tags }),
    ...(version !== undefined && { tokenVersion: version }),
    ...(signInAudience && { personalAccounts: signInAudience === 'AzureADandPersonalMicrosoftAccount' }),
    ...(isFallbackPublicClient !== undefined && { publicClient: isFallbackPublicClient ?? false }),
  }
}

/** `DELETE` of one. It can be restored for 30 days, with its service principal at home. */
export function deleteApplication(read: Read): Answer {
  const { world, tenant } = read
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  if (!mayChange(read, app)) return denied(read.ids)
  const principal = readFuture(world, tenant).principals.get(app.appId)
  world.registrations.delete(app.appId)
  if (principal) changeDirectory(world, tenant, dropPrincipal(app.appId))
  const atMs = world.clock.nowMs()
  world.deleted.set(app.objectId, {
    kind: 'application',
    atMs,
    registration: app,
    ...(principal && { principal }),
  })
  const targets = [{ id: app.objectId, displayName: app.displayName, changes: [] }]
  recordAudit(world, tenant, { activity: 'Delete application', by: initiatorOf(read), targets })
  return noContent
}
