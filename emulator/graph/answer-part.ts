import type { TokenClaims } from '../login/keys.ts'
import type { Effect } from '../world/effects.ts'
import type { Directory, Tenant, World } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import { BadQuery, readTarget } from './query.ts'
import { answerRead } from './resources.ts'
import { throttle } from './throttle.ts'

/** Everything that stays the same during one HTTP request to Graph. */
export interface Session {
  world: World
  origin: string
  ids: RequestIds
  tenant: Tenant
  directory: Directory
  claims: TokenClaims
  effects: readonly Effect[]
}

export const identityGone = (ids: RequestIds): Answer =>
  graphError(
    ids,
    403,
    'Authorization_IdentityNotFound',
    'The identity of the calling application could not be established.',
  )

const asksByPost = /^\/users\/[^/?]+\/checkMemberGroups$/

/** One GET, alone or in a batch, or one of the few reads that are a POST. */
export function answerPart(
  session: Session,
  method: string,
  url: string,
  effects: readonly Effect[],
  body?: unknown,
): Answer {
  const { world, ids, claims, tenant, directory, origin } = session
  if (method !== (asksByPost.test(url) ? 'POST' : 'GET'))
    return graphError(ids, 405, 'Request_BadRequest', `The method ${method} is not emulated.`)
  const limited = throttle(world, claims, url, ids)
  if (limited) return limited
  const caller = directory.principals.get(claims.appid)
  if (caller?.id !== claims.oid) return identityGone(ids)
  if (!caller.accountEnabled) {
    return graphError(
      ids,
      403,
      'Authorization_IdentityDisabled',
      'The identity of the calling application is disabled.',
    )
  }
  try {
    const target = readTarget(url)
    return answerRead({ world, tenant, directory, roles: claims.roles, ids, origin, effects, target, body })
  } catch (error) {
    if (error instanceof BadQuery) return graphError(ids, 400, error.code, error.message)
    throw error
  }
}
