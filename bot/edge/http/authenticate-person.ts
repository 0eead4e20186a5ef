import { z } from 'zod'
import type { Person } from '#platform/base/person.ts'
import { type EntraTokenOptions, makeEntraTokenCheck } from './check-entra-token.ts'

/** The person, or as `AppAuthentication`. */
type PersonAuthentication = Person | 'unauthenticated' | 'forbidden' | 'unavailable'
export type PersonAuthenticator = (authorization: string | undefined) => Promise<PersonAuthentication>

interface PersonAuthenticatorOptions extends EntraTokenOptions {
  /** Delegated permission that the token must have. */
  scope: string
}

const guid = z.guid().toLowerCase()

/**
 * What only tokens of people have: a scope, an object ID of their own beside the subject, which is another one in each app.
 * `roles` can be in both. Whatever is not certainly a person's counts as an app's.
 */
const personClaims = z.object({
  scp: z.string(),
  oid: guid,
  tid: guid,
  sub: z.string().min(1),
  idtyp: z.literal('user').optional(),
  name: z.string().optional(),
})

/** Accepts tokens of people of the home tenant with a scope: who it is stands in `tid` and `oid`, never in a name or address. */
export function makePersonAuthenticator({
  scope,
  ...options
}: PersonAuthenticatorOptions): PersonAuthenticator {
  const check = makeEntraTokenCheck(options)
  return async (authorization) => {
    const token = await check(authorization)
    if (typeof token === 'string') return token
    const claims = personClaims.safeParse(token).data
    if (!claims || claims.sub === claims.oid || claims.tid !== options.homeTenantId) return 'forbidden'
    if (!claims.scp.split(' ').includes(scope)) return 'forbidden'
    return { tenantId: claims.tid, objectId: claims.oid, name: claims.name ?? '' }
  }
}
