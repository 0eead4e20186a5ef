import { putPrincipal } from '../world/directory.ts'
import { changeDirectory } from '../world/tenants.ts'
import type { DeletedObject } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, denied, notFound } from './answer.ts'
import { applicationProperties } from './application-shapes.ts'
import { pageOf } from './paging.ts'
import { pageFacts, type Read } from './read.ts'
import { principalProperties, shape } from './shapes.ts'
import { noContent } from './write-applications.ts'
import { mayChange } from './write-rights.ts'

/** What was deleted and can be restored for 30 days. */

const keptMs = 30 * 86_400_000

const homeOf = (one: DeletedObject): string =>
  one.kind === 'application' ? one.registration.homeTenantId : one.tenantId

function deletedHere({ world, tenant }: Read): [id: string, one: DeletedObject][] {
  const nowMs = world.clock.nowMs()
  for (const [id, { atMs }] of world.deleted) if (nowMs - atMs > keptMs) world.deleted.delete(id)
  return [...world.deleted].filter(([, one]) => homeOf(one) === tenant.id)
}

function bodyOf({ world, target }: Read, one: DeletedObject): Record<string, unknown> {
  const { select } = target
  const whole =
    one.kind === 'application'
      ? shape(one.registration, applicationProperties, select)
      : shape(
          { principal: one.principal, registration: world.registrations.get(one.principal.appId) },
          principalProperties,
          select,
        )
  const deletedDateTime = `${new Date(one.atMs).toISOString().slice(0, 19)}Z`
  return 'deletedDateTime' in whole ? { ...whole, deletedDateTime } : whole
}

export function listDeleted(read: Read, kind: DeletedObject['kind']): Answer {
  const found = deletedHere(read).flatMap(([, one]) => (one.kind === kind ? [one] : []))
  return pageOf(read.target, found, 'directoryObjects', pageFacts(read), (one) => bodyOf(read, one))
}

const findDeleted = (read: Read): [id: string, one: DeletedObject] | undefined =>
  deletedHere(read).find(([id]) => id === readAddress(read.target).item?.toLowerCase())

const unknown = (read: Read): Answer => notFound(read.ids, readAddress(read.target).item ?? '')

export function oneDeleted(read: Read): Answer {
  const found = findDeleted(read)
  return found ? { status: 200, body: typed(read, found[1]) } : unknown(read)
}

const typed = (read: Read, one: DeletedObject): Record<string, unknown> => ({
  '@odata.context': `${read.origin}/v1.0/$metadata#directoryObjects/$entity`,
  '@odata.type': `#microsoft.graph.${one.kind}`,
  ...bodyOf(read, one),
})

/** Deletes it for good: its names are free again. */
export function purge(read: Read): Answer {
  const found = findDeleted(read)
  if (!found) return unknown(read)
  if (!mayChange(read, ownRegistration(found[1]))) return denied(read.ids)
  read.world.deleted.delete(found[0])
  return noContent
}

const ownRegistration = (one: DeletedObject) => (one.kind === 'application' ? one.registration : undefined)

/** As it was, with its service principal at home. */
export function restore(read: Read): Answer {
  const found = findDeleted(read)
  if (!found) return unknown(read)
  const [id, one] = found
  const { world, tenant } = read
  if (!mayChange(read, ownRegistration(one))) return denied(read.ids)
  world.deleted.delete(id)
  if (one.kind === 'application') world.registrations.set(one.registration.appId, one.registration)
  if (one.principal) changeDirectory(world, tenant, putPrincipal(one.principal))
  const body = typed(read, one)
  return { status: 200, body: { ...body, ...('deletedDateTime' in body && { deletedDateTime: null }) } }
}
