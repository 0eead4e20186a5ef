import { findApps, findSets } from '#domain/catalog/find.ts'
import type { Catalog, CatalogApp, PermissionSet } from '#domain/catalog/permission-set.ts'
import { memoize } from '#platform/base/memoize.ts'
import { plainLine } from '#platform/text/fold-text.ts'
import { leastSlips, nearestFirst, nearness, plainLetters } from '#platform/text/near-text.ts'
import { makeNameTree, type NameTree } from './name-tree.ts'

/** The sets that a name stands for: its own, or those of the app. */
interface Named {
  sets: readonly PermissionSet[]
  app?: CatalogApp
}

const setsOf = ({ sets }: Catalog, app: CatalogApp): PermissionSet[] =>
  sets.filter(({ apps }) => apps.includes(app.id))

function namesOf(catalog: Catalog): [name: string, named: Named][] {
  return [
    ...catalog.sets.flatMap((set) =>
      [set.id, set.name, ...set.aliases].map((name): [string, Named] => [plainLine(name), { sets: [set] }]),
    ),
    ...catalog.apps.flatMap((app) =>
      [app.id, app.name, ...app.aliases].map((name): [string, Named] => [
        plainLine(name),
        { sets: setsOf(catalog, app), app },
      ]),
    ),
  ]
}

/** Every name of a set or an app. A set comes before an app of the same name. */
export const catalogNames = memoize((catalog: Catalog): NameTree<Named> => makeNameTree(namesOf(catalog)))

/** No name of the catalog is longer, and so no part of one. */
const longestName = 200

/**
 * Sets by a part of a name, or of the name of an app: both, because it can't be told which is meant. Only if there are none, by
 * the beginnings of the words of a name. Empty if none fits.
 */
export function findSetsByPart(catalog: Catalog, text: string): Named {
  if (text.length > longestName) return { sets: [] }
  const sets = findSets(catalog, text)
  const apps = findApps(catalog, text)
  const [app] = apps
  const all = [...new Set([...sets, ...apps.flatMap((each) => setsOf(catalog, each))])]
  if (all.length > 0) return { sets: all, ...(app && apps.length === 1 && sets.length === 0 && { app }) }
  const begun = catalog.sets.filter(({ name }) => begins(text, name))
  const byAlias = catalog.sets.filter(({ aliases }) => aliases.some((alias) => begins(text, alias)))
  return { sets: begun.length > 0 ? begun : byAlias }
}

const wordsOf = (text: string): string[] =>
  plainLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Each typed word begins a word of the name, in its order: "dir data". */
function begins(text: string, name: string): boolean {
  const typed = wordsOf(text)
  if (typed.length === 0 || typed.some((word) => word.length < 2)) return false
  let next = 0
  for (const word of wordsOf(name)) if (next < typed.length && word.startsWith(typed[next] ?? '')) next += 1
  return next === typed.length
}

/** Sets whose name, or whose app's name, is a near miss of the text; the nearest first. */
export function findNearSets(catalog: Catalog, text: string): PermissionSet[] {
  const wanted = plainLetters(text)
  const near = nearestFirst(namesOf(catalog), ([name]) => {
    const words = wordsOf(name)
    const letters = words.map((word) => word.charAt(0)).join('')
    if (letters.length > 1 && letters === wanted) return 0
    return leastSlips([name, ...words].map((each) => nearness(wanted, plainLetters(each))))
  })
  return [...new Set(near.flatMap(([, { sets }]) => sets))]
}
