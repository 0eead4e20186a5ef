import { z } from 'zod'
import type { Person } from '#platform/base/person.ts'
import { type EntityKind, entityKinds } from './ocsf-mappings.ts'
import type { AuditEntry } from './stored-entry.ts'

/** A tenant or a set as an event names it. */
interface OcsfName {
  uid: string
  name: string
}

/** What an event says beyond its entry. */
export interface OcsfSubject {
  tenant?: OcsfName | undefined
  set?: OcsfName | undefined
}

/** Grantkeeper itself is an application, not a user. */
export function actorOf(actor: Person | 'system') {
  if (actor === 'system') return { app_name: 'Grantkeeper' }
  const { objectId, tenantId, name } = actor
  const user = { uid: objectId, display_name: name, type_id: 1, type: 'User', org: { uid: tenantId } }
  return { user }
}

/** What a finding is about. */
export function resourceOf({ tenant, set }: OcsfSubject) {
  const kind = set ? (tenant ? 'grant' : 'set') : tenant ? 'tenant' : 'settings'
  return {
    uid: subjectId({ tenant, set }) ?? 'grantkeeper',
    name: set?.name ?? tenant?.name ?? 'Grantkeeper',
    type: entityKinds[kind].type,
    role_id: 3,
    role: 'Affected',
    ...dataOf({ tenant, set }),
  }
}

/** What an act was about; a tenant is an organization, everything else is of a type of its own. */
export function entityOf(kind: EntityKind, { detail }: AuditEntry, subject: OcsfSubject) {
  const { tenant, set } = subject
  if (kind === 'tenant' && tenant) return { type_id: 4, type: 'Organization', ...tenant, org: tenant }
  const { type, id: key } = entityKinds[kind] as { type: string; id?: string }
  const uid = key === undefined ? subjectId(subject) : idIn(detail, key)
  return {
    type_id: 99,
    type,
    name: set?.name ?? tenant?.name ?? type,
    ...(uid !== undefined && { uid }),
    ...dataOf(subject),
  }
}

const subjectId = ({ tenant, set }: OcsfSubject): string | undefined =>
  tenant || set ? [tenant?.uid, set?.uid].filter((id) => id !== undefined).join('/') : undefined

const dataOf = ({ tenant, set }: OcsfSubject) =>
  tenant || set ? { data: { ...(tenant && { tenant }), ...(set && { set }) } } : {}

/** Absent where the attempt was refused before there was one. */
function idIn(detail: unknown, key: string): string | undefined {
  const found = z.record(z.string(), z.unknown()).safeParse(detail).data?.[key]
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}
