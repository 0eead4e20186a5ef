import { findPermissions } from '#domain/catalog/find.ts'
import type { CatalogApp, PermissionSet } from '#domain/catalog/permission-set.ts'
import { readPermissionText } from '#domain/catalog/read-permission-text.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findNamedTenants } from '#domain/tenants/name-tenant.ts'
import type { UserError } from '#platform/base/errors.ts'
import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import { askBack, lineWith, setChoices } from './ask-back.ts'
import { findNearSets, findSetsByPart } from './catalog-names.ts'
import { type NamePart, type Part, type SetPart, withoutLabels } from './cut-parts.ts'
import type { Asked } from './form.ts'
import { isAll, isLabel } from './plain-words.ts'
import { exactPermission } from './read-reason.ts'

/** Words that lead to a tenant rather than to a set. */
const toTenant = new Set(['in', 'to', 'on', 'at', 'from', 'into', 'within', 'inside', 'across'])

/** Puts a set in the place of the part that names one only in part, if no part names one exactly. */
export function placeSetByPart({ args, deps }: Asked, parts: readonly Part[]): readonly Part[] {
  if (parts.some(({ kind }) => kind === 'set')) return parts
  const names = parts.filter((part) => part.kind === 'name')
  const ordered = [
    ...names.filter(({ join }) => !join || !toTenant.has(join)),
    ...names.filter(({ join }) => join && toTenant.has(join)),
  ]
  for (const name of ordered) {
    const trimmed = withoutLabels(name)
    const { sets, app } = trimmed
      ? findSetsByPart(deps.catalog, unwrapName(textOf(args, trimmed)))
      : { sets: [] }
    if (!trimmed || sets.length === 0) continue
    const { at, end } = trimmed
    const part: SetPart = { kind: 'set', at, end, sets, isExact: false, ...(app && { app }) }
    return parts.map((each) => (each === name ? part : each))
  }
  return parts
}

const textOf = (args: string, { at, end }: { at: number; end: number }): string => args.slice(at, end)

/**
 * The one set that the line names: of an app and a set in one line, what both stand for.
 * @throws UserError SET_AMBIGUOUS, SETS_SEVERAL, SET_UNKNOWN, SET_MISSING
 */
export async function readOneSet(
  asked: Asked,
  parts: readonly Part[],
): Promise<{ set: PermissionSet; isExact: boolean } | undefined> {
  const named = parts.filter((part) => part.kind === 'set')
  const [first, ...others] = named
  if (!first) {
    if (asked.form.set === 'needed') throw await noSet(asked, parts)
    return undefined
  }
  const common = first.sets.filter((set) => others.every(({ sets }) => sets.includes(set)))
  const [only] = common
  if (only && common.length === 1) return { set: only, isExact: named.some(({ isExact }) => isExact) }
  const all = common.length > 0 ? common : [...new Set(named.flatMap(({ sets }) => sets))]
  throw askWhich(asked, named, all, common.length === 0)
}

function askWhich(
  asked: Asked,
  named: readonly SetPart[],
  sets: readonly PermissionSet[],
  isSeveral: boolean,
) {
  const [first, ...others] = named
  const edits = others.map(({ at, end }) => ({ at: startOf(asked.args, at), end, text: '' }))
  const lineOf = (id: string): string =>
    lineWith(asked, [{ at: first?.at ?? 0, end: first?.end ?? 0, text: id }, ...edits])
  const facts = {
    text: named.map((part) => textOf(asked.args, part)).join(', '),
    names: sets.map(({ name }) => name),
    ...(first?.app && named.length === 1 && { app: first.app.name }),
  }
  return askBack(isSeveral ? 'SETS_SEVERAL' : 'SET_AMBIGUOUS', facts, setChoices(sets, lineOf))
}

/** Where the "and" or comma before a name begins, if there is one. */
function startOf(args: string, at: number): number {
  const before = args.slice(Math.max(0, at - 8), at)
  const found = /(?:\s*[,;]\s*|\s+(?:and|plus|&|\+)\s+|\s*[,;]\s*and\s+)$/i.exec(before)
  return at - (found?.[0].length ?? 0)
}

/** No set is named: the first name that is no tenant should have been one, or none was typed. */
async function noSet(asked: Asked, parts: readonly Part[]): Promise<UserError> {
  const { catalog } = asked.deps
  const name = parts.find((part) => part.kind === 'name')
  const isEvery = name?.tokens.every(({ key }) => isAll(key) || isLabel(key))
  if (name && isEvery) {
    const lineOf = (id: string): string => lineWith(asked, [{ at: name.at, end: name.end, text: id }])
    return askBack('SET_MISSING', { text: textOf(asked.args, name) }, setChoices(catalog.sets, lineOf))
  }
  if (name) {
    const text = textOf(asked.args, name)
    for (const part of parts) {
      const alone = part.kind === 'name' ? permissionAlone(asked, part) : undefined
      if (alone) return alone
    }
    if (await isTenant(asked, parts, text)) {
      const lineOf = (id: string): string =>
        lineWith(asked, [{ at: name.at, end: name.at, text: `${id} in ` }])
      return askBack('SET_MISSING', {}, setChoices(catalog.sets, lineOf))
    }
    const near = findNearSets(catalog, unwrapName(text))
    const lineOf = (id: string): string => lineWith(asked, [{ at: name.at, end: name.end, text: id }])
    return askBack(
      'SET_UNKNOWN',
      { text, ...namesOf(near.length > 0 ? near : catalog.sets) },
      setChoices(near, lineOf),
    )
  }
  const lineOf = (id: string): string => lineWith(asked, [{ at: 0, end: 0, text: `${id} in ` }])
  const choices = parts.some(({ kind }) => kind === 'tenant') ? setChoices(catalog.sets, lineOf) : []
  return choices.length > 0
    ? askBack('SET_MISSING', {}, choices)
    : askBack('COMMAND_INCOMPLETE', { usage: asked.usage })
}

/** Each is looked for among all that are known. */
const mostPermissions = 5

/** Consent is given to a set: a permission leads to the sets that need it. */
function permissionAlone(asked: Asked, name: NamePart): UserError | undefined {
  const { catalog } = asked.deps
  const token = name.tokens
    .filter(({ key }) => /[._]/.test(key))
    .slice(0, mostPermissions)
    .find((each) => exactPermission(catalog, textOf(asked.args, each)))
  if (!token) return undefined
  const text = textOf(asked.args, token)
  const sets = [...new Set(findPermissions(catalog, readPermissionText(text).name).map(({ set }) => set))]
  const lineOf = (id: string): string => lineWith(asked, [{ at: token.at, end: token.end, text: id }])
  return askBack('PERMISSION_ALONE', { text }, setChoices(sets, lineOf))
}

/** Whether the only name of the line is a tenant's, exactly or in part. */
async function isTenant(asked: Asked, parts: readonly Part[], text: string): Promise<boolean> {
  if (!asked.form.tenants || parts.filter(({ kind }) => kind === 'name' || kind === 'tenant').length > 1)
    return false
  const { how, tenants } = await findNamedTenants(asked.deps, text, scopeOf(asked.actor, 'viewer'))
  return how !== 'near' && tenants.length > 0
}

const namesOf = (sets: readonly PermissionSet[]) => ({ names: sets.map(({ name }) => name) })

/** The app that the line names as such. @throws UserError SET_UNKNOWN, COMMAND_INCOMPLETE */
export function readApp(asked: Asked, parts: readonly Part[]): CatalogApp | undefined {
  if (!asked.form.app) return undefined
  const app = parts.find((part) => part.kind === 'set' && part.app !== undefined)
  if (app?.kind === 'set' && app.app) return app.app
  const name = parts.find((part) => part.kind === 'name')
  if (!name) throw askBack('COMMAND_INCOMPLETE', { usage: asked.usage })
  throw askBack('SET_UNKNOWN', { text: textOf(asked.args, name) })
}
