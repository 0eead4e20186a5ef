import type { Db } from '#platform/storage/database.ts'
import { leastSlips, nearestFirst, nearness, plainLetters, slipsAllowed } from '#platform/text/near-text.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Tenant } from './tenant.ts'
import { findKeysWithPieces, findTenantsByKeys, type TenantKeys } from './tenant-names-store.ts'

/** The tenants that are compared, those first that hold most of the text: they cost a person no wait among ten thousand. */
const mostCompared = 800
/** A longer text is no slip. */
const longest = 60

/** Tenants in this scope whose name or domain is a near miss of the text, the nearest first. They are offered, never taken. */
export async function findSimilarTenants(
  db: Db,
  text: string,
  { limit, scope }: { limit: number; scope: Scope },
): Promise<Tenant[]> {
  const wanted = plainLetters(text)
  if (wanted.length > longest || slipsAllowed(wanted.length) === 0) return []
  const search = { pieces: piecesOf(wanted), beginning: wanted.slice(0, 2) }
  const keys = await findKeysWithPieces(db, search, mostCompared, scope)
  const near = nearestFirst(keys, (each) => slipsTo(wanted, each))
    .slice(0, limit)
    .map(({ id }) => id)
  const found = await findTenantsByKeys(db, near, scope)
  return found.toSorted((a, b) => near.indexOf(a.id) - near.indexOf(b.id))
}

/** A text with so many slips contains at least one of its pieces unchanged. */
function piecesOf(wanted: string): string[] {
  const count = slipsAllowed(wanted.length) + 1
  const size = Math.ceil(wanted.length / count)
  const pieces = Array.from({ length: count }, (_, at) => wanted.slice(at * size, (at + 1) * size))
  // Two letters that are swapped where two pieces meet change both, and leave the ends.
  const ends = [wanted.slice(0, 2), wanted.slice(-2)]
  return [...new Set([...pieces, ...ends].filter((piece) => piece.trim().length > 1))]
}

/** The least slips to the name, the domain, or as many words of the name in a row as were typed. */
function slipsTo(wanted: string, { name, domain }: TenantKeys): number | undefined {
  const words = plainLetters(name).split(' ')
  const size = wanted.split(' ').length
  const runs = words.flatMap((_, at) =>
    at + size <= words.length ? [words.slice(at, at + size).join(' ')] : [],
  )
  const names = [...runs, words.join(' '), domain, domain.split('.', 1)[0] ?? '']
  return leastSlips([
    ...names.map((each) => nearness(wanted, each)),
    nearness(wanted.replaceAll(' ', ''), words.join('')),
  ])
}
