import { isThere } from '../world/change-objects.ts'
import type { Registration } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, notFound } from './answer.ts'
import { applicationProperties } from './application-shapes.ts'
import { decorate, pageOf } from './paging.ts'
import { userDefaults, userProperties } from './people.ts'
import type { Clause } from './query.ts'
import { fits, pageFacts, type Read } from './read.ts'
import { shape } from './shapes.ts'

/** Reads of app registrations. They are seen in their home tenant only. */

const ownRegistrations = ({ world, tenant }: Read): Registration[] =>
  [...world.registrations.values()].filter((app) => app.homeTenantId === tenant.id)

/** The registration that the address names, if this request finds it. */
export function findApplication(read: Read): Registration | undefined {
  const { key } = readAddress(read.target)
  const wanted = key?.value ?? ''
  const app = ownRegistrations(read).find((one) => {
    if (key?.field === 'uniqueName') return one.made?.uniqueName === wanted
    return (key?.field === 'appId' ? one.appId : one.objectId) === wanted.toLowerCase()
  })
  return app && isThere(read.world, app.objectId) ? app : undefined
}

export const applicationNotFound = ({ ids, target }: Read): Answer =>
  notFound(ids, readAddress(target).key?.value ?? '')

export function oneApplication(read: Read): Answer {
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  const body = applicationBody(read, app)
  // The public part of a key is shown to whoever asks for it, and for one object only.
  const isAsked = read.target.select?.includes('keyCredentials')
  return { status: 200, body: decorate(isAsked ? withKeys(app, body) : body, read.effects) }
}

function withKeys(app: Registration, body: Record<string, unknown>): Record<string, unknown> {
  const keys = body.keyCredentials as object[]
  const ders = app.certificates.map(({ made }) => made?.der ?? null)
  return { ...body, keyCredentials: keys.map((key, index) => ({ ...key, key: ders[index] ?? null })) }
}

export function applicationBody(read: Read, app: Registration): Record<string, unknown> {
  const context = `${read.origin}/v1.0/$metadata#applications/$entity`
  return { '@odata.context': context, ...shape(app, applicationProperties, read.target.select) }
}

export function listApplications(read: Read): Answer {
  const found = ownRegistrations(read).filter(
    (app) => fitsApplication(read.target.filter, app) && isThere(read.world, app.objectId),
  )
  return pageOf(read.target, found, 'applications', pageFacts(read), (app) =>
    shape(app, applicationProperties, read.target.select),
  )
}

/** People alone: no app registers others here. */
export function listOwners(read: Read): Answer {
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  const owners = (app.made?.ownerIds ?? []).flatMap((id) => read.directory.users.get(id) ?? [])
  return pageOf(read.target, owners, 'directoryObjects', pageFacts(read), (user) => ({
    '@odata.type': '#microsoft.graph.user',
    ...shape(user, userProperties, read.target.select ?? userDefaults),
  }))
}

function fitsApplication(filter: readonly Clause[], app: Registration): boolean {
  const lists: Readonly<Record<string, readonly string[]>> = {
    'tags/any': app.made?.tags ?? [],
    'identifierUris/any': app.identifierUris,
  }
  const { appId, objectId: id, displayName, made } = app
  const signInAudience = String(applicationProperties.signInAudience?.(app))
  const uniqueName = made?.uniqueName
  const values = { appId, id, displayName, signInAudience, ...(uniqueName && { uniqueName }) }
  return filter.every((clause) => {
    const list = lists[clause.field]
    if (!list) return fits([clause], values)
    return clause.operator === 'eq' && list.some((one) => one.toLowerCase() === clause.value.toLowerCase())
  })
}
