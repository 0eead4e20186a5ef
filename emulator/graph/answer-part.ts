import type { TokenClaims } from '../login/keys.ts'
import type { Effect } from '../world/effects.ts'
import type { Directory, Tenant, World } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import { answerWrite } from './answer-write.ts'
import { readCaller } from './caller.ts'
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
  /** The header of that name. */
  prefer?: string
}

const asksByPost = /^\/users\/[^/?]+\/checkMemberGroups$/

/** One request, alone or in a batch. */
export function answerPart(
  session: Session,
  method: string,
  url: string,
  effects: readonly Effect[],
  body?: unknown,
): Answer {
  const { world, ids, claims, tenant, directory, origin } = session
  const limited = throttle(world, claims, url, ids)
  if (limited) return limited
  const caller = readCaller(directory, claims, ids)
  if ('status' in caller) return caller
  try {
    const target = readTarget(url)
    const read = { world, tenant, directory, caller, ids, origin, effects, target, body }
    if (method === (asksByPost.test(url) ? 'POST' : 'GET')) return answerRead(read)
    return answerWrite(read, method, session.prefer)
  } catch (error) {
    if (error instanceof BadQuery) return graphError(ids, 400, error.code, error.message)
    throw error
  }
}
