import { foldText } from '#platform/text/fold-text.ts'
import type { Catalog, CatalogApp, Permission, PermissionSet } from './permission-set.ts'

export interface RequiredPermission {
  set: PermissionSet
  permission: Permission
}

/** Folding costs more than comparing, and the sets and apps of a catalog stay the same. */
const foldedNames = new WeakMap<object, readonly { entry: unknown; names: readonly string[] }[]>()

function foldNames<T>(entries: readonly T[], namesOf: (entry: T) => readonly string[]) {
  const known = foldedNames.get(entries) as { entry: T; names: readonly string[] }[] | undefined
  const folded = known ?? entries.map((entry) => ({ entry, names: namesOf(entry).map(foldText) }))
  if (!known) foldedNames.set(entries, folded)
  return folded
}

/** Entries with exactly this name; if there are none, those that contain it. Empty text finds nothing. */
function findByNames<T>(entries: readonly T[], namesOf: (entry: T) => readonly string[], text: string): T[] {
  const wanted = foldText(text)
  if (wanted === '') return []
  const folded = foldNames(entries, namesOf)
  const exact = folded.filter(({ names }) => names.includes(wanted))
  const found = exact.length > 0 ? exact : folded.filter(({ names }) => names.some((n) => n.includes(wanted)))
  return found.map(({ entry }) => entry)
}

/** Sets by ID, name, alias, or a part of one. More than one: the text is ambiguous. */
export function findSets(catalog: Catalog, text: string): PermissionSet[] {
  return findByNames(catalog.sets, (set) => [set.id, set.name, ...set.aliases], text)
}

/** Apps by ID, name, former name, or a part of one. */
export function findApps(catalog: Catalog, text: string): CatalogApp[] {
  return findByNames(catalog.apps, (app) => [app.id, app.name, ...app.aliases], text)
}

/** Permissions by value, GUID, or a part of one, once for each set that requires them. */
export function findPermissions(catalog: Catalog, text: string): RequiredPermission[] {
  const all = catalog.sets.flatMap((set) => set.permissions.map((permission) => ({ set, permission })))
  return findByNames(all, ({ permission }) => [permission.value, permission.id], text)
}

/** The apps of a set, in its order. */
export function appsOfSet(catalog: Catalog, set: PermissionSet): CatalogApp[] {
  return set.apps.flatMap((id) => catalog.apps.filter((app) => app.id === id))
}

/** Client IDs of apps that were replaced, by set. */
export const formerClientIdsOf = ({ sets }: Catalog): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(sets.map(({ id, formerClientIds = [] }) => [id, formerClientIds]))
