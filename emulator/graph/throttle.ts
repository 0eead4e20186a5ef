import type { TokenClaims } from '../login/keys.ts'
import type { World } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'

const windowMs = 10_000

interface Bucket {
  startsAtMs: number
  units: number
}

const buckets = new WeakMap<World, Map<string, Bucket>>()

/** Resource units per 10 s, app and tenant: off unless `settings.unitsPer10s` is set. */
export function throttle(
  world: World,
  claims: TokenClaims,
  url: string,
  ids: RequestIds,
): Answer | undefined {
  const keys = throttleKeys(world, claims, url, ids)
  if (keys) return keys
  const limit = world.settings.unitsPer10s
  if (limit === undefined) return undefined
  const ofWorld = buckets.get(world) ?? new Map<string, Bucket>()
  buckets.set(world, ofWorld)
  const key = `${claims.tid}/${claims.appid}`
  const nowMs = world.clock.nowMs()
  const known = ofWorld.get(key)
  const ageMs = known ? nowMs - known.startsAtMs : windowMs
  // Below zero: the world was reset and its clock went back.
  const bucket = known && ageMs >= 0 && ageMs < windowMs ? known : { startsAtMs: nowMs, units: 0 }
  ofWorld.set(key, bucket)
  const cost = costOf(url)
  if (bucket.units + cost <= limit) {
    bucket.units += cost
    return undefined
  }
  const seconds = Math.ceil((bucket.startsAtMs + windowMs - nowMs) / 1000)
  const headers = {
    'retry-after': String(seconds),
    'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${claims.appid}/${claims.tid}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    'x-ms-throttle-limit-percentage': '1.0',
    'x-ms-resource-unit': String(cost),
  }
  return { ...graphError(ids, 429, 'TooManyRequests', 'Too many requests.'), headers }
}

const keyReads = new WeakMap<World, Map<string, number[]>>()
const mostKeyReads = 150
const minuteMs = 60_000

/** `$select=keyCredentials` has a limit of its own, per tenant and for all apps together. */
function throttleKeys(world: World, claims: TokenClaims, url: string, ids: RequestIds): Answer | undefined {
  if (!/[?&](?:\$|%24)select=[^&]*keyCredentials/i.test(url)) return undefined
  const ofWorld = keyReads.get(world) ?? new Map<string, number[]>()
  keyReads.set(world, ofWorld)
  const nowMs = world.clock.nowMs()
  const recent = (ofWorld.get(claims.tid) ?? []).filter((at) => at <= nowMs && nowMs - at < minuteMs)
  ofWorld.set(claims.tid, recent)
  const [first = nowMs] = recent
  if (recent.length < mostKeyReads) {
    recent.push(nowMs)
    return undefined
  }
  const headers = { 'retry-after': String(Math.ceil((first + minuteMs - nowMs) / 1000)) }
  return { ...graphError(ids, 429, 'TooManyRequests', 'Too many requests.'), headers }
}

/** Units of one GET: by resource, less for `$select` and a small `$top`, more for `$expand`. */
function costOf(url: string): number {
  const base = url.includes('subscribedSkus')
    ? 3
    : /servicePrincipals|applications|oauth2PermissionGrants/.test(url)
      ? 2
      : 1
  const top = /\$top=(\d+)/.exec(url)?.[1]
  const less = (url.includes('$select') ? 1 : 0) + (top !== undefined && Number(top) < 20 ? 1 : 0)
  return Math.max(1, base + (url.includes('$expand') ? 1 : 0) - less)
}
