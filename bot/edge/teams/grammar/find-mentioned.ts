import { scopeOf } from '#domain/people/scope.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { findTenantsByFirstWord } from '#domain/tenants/tenant-names-store.ts'
import { catalogNames } from './catalog-names.ts'
import { cutTokens, type Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { findNameAt } from './name-tree.ts'
import { withoutPossessive } from './plain-words.ts'
import { exactPermission } from './read-reason.ts'
import { findMentioned } from './split-mentions.ts'

/** A shorter word begins too many names. */
const shortestWord = 5
const mostWords = 20
const mostTenants = 3
/** More is no sentence. */
const mostTokens = 60

/** Lines that show what the words of an unclear line mention, as far as the person can see it: nothing that acts. */
export async function showMentioned(
  asked: Pick<Asked, 'args' | 'actor' | 'deps'>,
): Promise<{ line: string; title: string }[]> {
  const tokens = cutTokens(asked.args).slice(0, mostTokens)
  const { catalog } = asked.deps
  const tenants = await tenantsIn(asked, tokens)
  const names = catalogNames(catalog)
  const sets = new Set(
    tokens.flatMap((_, at) => {
      const { sets } = findNameAt(names, tokens, at)?.value ?? { sets: [] }
      return sets.length === 1 ? sets : []
    }),
  )
  const words = tokens.map(({ key, at, end }) => asked.args.slice(at, end).slice(0, key.length))
  const likePermissions = [...new Set(words.filter((word) => /^\w+[._][\w.]+$/.test(word)))]
  const permissions = likePermissions.slice(0, mostWords).filter((word) => exactPermission(catalog, word))
  return [
    ...tenants.map(({ id, displayName }) => ({ line: `status ${id}`, title: `status ${displayName}` })),
    ...[...sets].map(({ id, name }) => ({ line: `why ${id}`, title: `why ${name}` })),
    ...permissions.map((value) => ({ line: `why ${value}`, title: `why ${value}` })),
  ]
}

/** Tenants whose whole name stands there, and those whose name begins with one of the words. */
async function tenantsIn(
  asked: Pick<Asked, 'args' | 'actor' | 'deps'>,
  tokens: readonly Token[],
): Promise<Tenant[]> {
  const { mentions, left } = await findMentioned(asked, tokens)
  const words = left.map(({ key }) => withoutPossessive(key)).filter((key) => key.length >= shortestWord)
  const { db } = asked.deps.database
  const scope = scopeOf(asked.actor, 'viewer')
  const begun = await findTenantsByFirstWord(db, words.slice(0, mostWords), mostTenants, scope)
  return [...mentions.map(({ tenant }) => tenant), ...begun].slice(0, mostTenants)
}
