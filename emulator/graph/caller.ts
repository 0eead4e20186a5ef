import { rolesOf } from '../login/device-consent.ts'
import type { TokenClaims } from '../login/keys.ts'
import { directoryRoles } from '../world/permissions.ts'
import type { Directory } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'

/** Who asks, and with which permissions: an app with roles, or a person with delegated ones and directory roles. */
export type Caller =
  | { kind: 'app'; appId: string; words: readonly string[] }
  | {
      kind: 'person'
      userId: string
      name: string
      isGuest: boolean
      words: readonly string[]
      /** Names of the built-in directory roles, as they are now. */
      roles: readonly string[]
    }

/** The caller behind a token, or why the directory doesn't know it any more. */
export function readCaller(directory: Directory, claims: TokenClaims, ids: RequestIds): Caller | Answer {
  if (claims.scp === undefined) return readApp(directory, claims, ids)
  const user = directory.users.get(claims.oid)
  if (!user?.accountEnabled) {
    return graphError(
      ids,
      401,
      'InvalidAuthenticationToken',
      'The user of the token was deleted or disabled.',
    )
  }
  const held = rolesOf(directory, user.id)
  const roles = directoryRoles.filter(({ id }) => held.includes(id)).map(({ name }) => name)
  const isGuest = user.userType === 'Guest'
  const name = user.userPrincipalName
  return { kind: 'person', userId: user.id, name, isGuest, words: claims.scp.split(' '), roles }
}

function readApp(directory: Directory, claims: TokenClaims, ids: RequestIds): Caller | Answer {
  const caller = directory.principals.get(claims.appid)
  if (caller?.id !== claims.oid) return identityGone(ids)
  if (!caller.accountEnabled) {
    const words = 'The identity of the calling application is disabled.'
    return graphError(ids, 403, 'Authorization_IdentityDisabled', words)
  }
  return { kind: 'app', appId: claims.appid, words: claims.roles ?? [] }
}

export const identityGone = (ids: RequestIds): Answer =>
  graphError(
    ids,
    403,
    'Authorization_IdentityNotFound',
    'The identity of the calling application could not be established.',
  )
