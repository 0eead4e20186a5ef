import { findDate } from '#platform/base/zoned-time.ts'
import { foldText } from '#platform/text/fold-text.ts'
import { type CatalogMistake, jsonPath } from './catalog-error.ts'
import { knownNames } from './known-permissions.ts'
import { type Catalog, type Permission, type PermissionSet, permissionKey } from './permission-set.ts'

type Path = (string | number)[]
interface Named {
  id: string
  name?: string
  aliases?: readonly string[]
}

const mistake = (path: Path, problem: string, remedy: string): CatalogMistake => ({
  path: jsonPath(path),
  problem,
  remedy,
})

/** The same ID, name, or alias for two entries would be ambiguous in a command. */
function findSameNames(at: Path, entries: readonly Named[]): CatalogMistake[] {
  const owners = new Map<string, number>()
  const found: CatalogMistake[] = []
  entries.forEach((entry, index) => {
    const own = [entry.id, ...(entry.name ? [entry.name] : []), ...(entry.aliases ?? [])]
    for (const name of new Set(own.map(foldText))) {
      const owner = owners.get(name)
      if (owner === undefined) owners.set(name, index)
      else {
        const problem = `"${name}" already names ${jsonPath([...at, owner])}`
        found.push(mistake([...at, index], problem, 'Give one of the two another ID, name, or alias'))
      }
    }
  })
  return found
}

function checkApps(at: Path, listed: readonly string[], allowed: readonly string[]): CatalogMistake[] {
  return listed.flatMap((app, index) => {
    if (!allowed.includes(app)) {
      const remedy = 'Use the ID of an app in $.apps (for a setting, of an app of its set)'
      return [mistake([...at, index], `"${app}" isn't an app that can be listed here`, remedy)]
    }
    if (listed.indexOf(app) < index) {
      return [mistake([...at, index], `"${app}" is listed twice`, 'Remove one of the two')]
    }
    return []
  })
}

/** Compares names and GUIDs with the known permissions: a consent to a mistyped GUID could never be given. */
function checkKnown(at: Path, permission: Permission): CatalogMistake[] {
  const sameId = knownNames.byKey(permissionKey(permission))
  if (sameId && sameId.value !== permission.value) {
    const problem = `this GUID is ${sameId.value}, not ${permission.value}`
    return [mistake([...at, 'id'], problem, 'Correct the GUID or the value')]
  }
  const sameValue = knownNames.byValue(permission.resourceAppId, permission.type, permission.value)
  if (sameValue && sameValue.id !== permission.id) {
    const problem = `${permission.value} (${permission.type}) of this API has another GUID`
    return [mistake([...at, 'id'], problem, `Use ${sameValue.id}, or correct the value or the type`)]
  }
  return []
}

const checkDay = (at: Path, day: string | undefined): CatalogMistake[] =>
  day === undefined || findDate(day)
    ? []
    : [mistake(at, `${day} isn't a day of the calendar`, 'Correct the day')]

/** What is needed only when nothing works any more helps nobody. */
function checkRetirement(at: Path, { retires }: Permission): CatalogMistake[] {
  if (!retires) return []
  const { date, alsoNeeds: { from } = {} } = retires
  const [here, there]: [Path, Path] = [
    [...at, 'retires', 'date'],
    [...at, 'retires', 'alsoNeeds', 'from'],
  ]
  const found = [...checkDay(here, date), ...checkDay(there, from)]
  if (from === undefined || from < date) return found
  return [...found, mistake(there, `${from} isn't before ${date}`, 'Use an earlier day, or remove it')]
}

function checkPermissions(catalog: Catalog): CatalogMistake[] {
  const first = new Map<string, Permission>()
  return catalog.sets.flatMap((set, setIndex) => {
    const here = new Set<string>()
    return set.permissions.flatMap((permission, index) => {
      const at: Path = ['sets', setIndex, 'permissions', index]
      const key = permissionKey(permission)
      const found = [...checkKnown(at, permission), ...checkRetirement(at, permission)]
      const twin = first.get(key) ?? permission
      if (here.has(key)) {
        found.push(mistake(at, `${permission.value} is listed twice in this set`, 'Remove one of the two'))
      }
      if (twin.value !== permission.value || twin.api !== permission.api) {
        const problem = `the same permission is called ${twin.value} of ${twin.api} elsewhere`
        found.push(mistake(at, problem, 'Use one value and one API name for one GUID'))
      }
      here.add(key)
      first.set(key, twin)
      return found
    })
  })
}

/** Whoever follows the advice about a former app deletes it, so it must be nothing that is still needed. */
function checkFormer(catalog: Catalog, set: PermissionSet, at: Path): CatalogMistake[] {
  const { formerClientIds = [] } = set
  const apis = new Set(catalog.sets.flatMap(({ permissions }) => permissions.map((one) => one.resourceAppId)))
  return formerClientIds.flatMap((clientId, index) => {
    const place = [...at, 'formerClientIds', index]
    if (formerClientIds.indexOf(clientId) < index)
      return [mistake(place, `"${clientId}" is listed twice`, 'Remove one of the two')]
    if (!apis.has(clientId)) return []
    return [
      mistake(place, `"${clientId}" is an API that a set requires`, 'List only apps that can be deleted'),
    ]
  })
}

function checkSet(catalog: Catalog, set: PermissionSet, index: number): CatalogMistake[] {
  const at: Path = ['sets', index]
  const all = catalog.apps.map((app) => app.id)
  return [
    ...checkApps([...at, 'apps'], set.apps, all),
    ...checkFormer(catalog, set, at),
    ...findSameNames([...at, 'settings'], set.settings),
    ...set.settings.flatMap((setting, n) => [
      ...checkApps([...at, 'settings', n, 'apps'], setting.apps, set.apps),
      ...checkDay([...at, 'settings', n, 'until'], setting.kind === 'byHand' ? setting.until : undefined),
    ]),
  ]
}

/** Errors across values: unknown apps, ambiguous names, GUIDs that don't match their names. */
export function crossCheck(catalog: Catalog): CatalogMistake[] {
  return [
    ...findSameNames(['apps'], catalog.apps),
    ...findSameNames(['sets'], catalog.sets),
    ...catalog.sets.flatMap((set, index) => checkSet(catalog, set, index)),
    ...checkPermissions(catalog),
  ]
}
