import { explainPermission } from '#domain/catalog/explain.ts'
import { findPermissions } from '#domain/catalog/find.ts'
import type { Catalog, PermissionSet } from '#domain/catalog/permission-set.ts'
import { readPermissionText } from '#domain/catalog/read-permission-text.ts'
import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import { foldText } from '#platform/text/fold-text.ts'
import { nearestFirst, nearness, plainLetters } from '#platform/text/near-text.ts'
import { askBack, setChoices } from './ask-back.ts'
import { catalogNames, findNearSets, findSetsByPart } from './catalog-names.ts'
import { cutTokens } from './cut-tokens.ts'
import { findNameAt } from './name-tree.ts'
import { findTurn } from './plain-words.ts'

/** What `why` is asked about. */
type Reason = { text: string } | { text: ''; setId: string }

const usage = 'why <permission, set, or app>'
const asking =
  /^(?:(?:do|does|is|are) (?:we|you|it|they)|the|our|a|an|permissions?|sets?|permission sets?|apps?|of|for)(?= |$) ?/i
const askedBehind =
  / (?:needed|required|used|for|do|mean|necessary|there|needs?|uses?|permissions?|sets?|apps?)$/i

/** A name without the words of the question around it. */
function bareName(args: string): string {
  let text = args
  for (let round = 0; round < 4; round += 1) {
    const tail = text.slice(-20)
    text = text.replace(asking, '')
    const [end = ''] = askedBehind.exec(tail) ?? []
    text = text.slice(0, text.length - end.length).trim()
  }
  return text === '' ? args : text
}

/**
 * The permission, set, or app of a question: exactly, or the only one of which it is a part.
 * @throws UserError PERMISSION_AMBIGUOUS, SET_AMBIGUOUS, PERMISSION_UNKNOWN with those that are near, COMMAND_INCOMPLETE
 */
export function readReason(catalog: Catalog, args: string, addressed: string): Reason {
  if (args === '') throw askBack('COMMAND_INCOMPLETE', { usage })
  for (const text of new Set([args, bareName(args), addressed])) {
    const known = exactPermission(catalog, text) ?? exactSet(catalog, text)
    if (known) return known
  }
  const amid = amidQuestion(catalog, args)
  if (amid) return amid
  const text = bareName(args)
  const word = findTurn(text)
  if (word !== undefined) throw askBack('LINE_NEGATED', { text: word })
  return partOfPermission(catalog, text) ?? partOfSet(catalog, text) ?? unknown(catalog, text)
}

/** The permission that has exactly this name or ID. */
export function exactPermission(catalog: Catalog, text: string): Reason | undefined {
  const { name } = readPermissionText(text)
  const wanted = foldText(name)
  const found = explainPermission(catalog, name).filter(
    ({ value, id }) => foldText(value) === wanted || id === wanted,
  )
  return found.length > 0 ? { text } : undefined
}

const ofQuestion = new Set(
  'the hell heck on earth for what so much really even exactly do does did it they we you i is are was need needs use uses require requires required needed a an our and app apps permission set'.split(
    ' ',
  ),
)

/** A permission, or a set, among nothing but the words of a question. */
function amidQuestion(catalog: Catalog, args: string): Reason | undefined {
  const tokens = cutTokens(args)
  const others = tokens.filter(({ kind, key }) => kind !== 'comma' && !ofQuestion.has(key))
  const [only] = others
  if (!only || others.length > 1) return undefined
  const text = args.slice(only.at, only.end)
  return exactPermission(catalog, text) ?? exactSet(catalog, text)
}

function exactSet(catalog: Catalog, text: string): Reason | undefined {
  const tokens = cutTokens(unwrapName(text))
  const found = findNameAt(catalogNames(catalog), tokens, 0)
  if (!found || found.size < tokens.length) return undefined
  return oneOf(text, found.value.sets, found.value.app?.name)
}

/** @throws UserError SET_AMBIGUOUS */
function oneOf(text: string, sets: readonly PermissionSet[], app?: string): Reason | undefined {
  const [only] = sets
  if (!only) return undefined
  if (sets.length === 1) return { text: '', setId: only.id }
  const facts = { text, names: sets.map(({ name }) => name), ...(app && { app }) }
  throw askBack(
    'SET_AMBIGUOUS',
    facts,
    setChoices(sets, (id) => `why ${id}`),
  )
}

/** @throws UserError PERMISSION_AMBIGUOUS */
function partOfPermission(catalog: Catalog, text: string): Reason | undefined {
  const { name } = readPermissionText(text)
  const values = [...new Set(findPermissions(catalog, name).map(({ permission }) => permission.value))]
  // A word such as "read" is a part of most.
  if (values.length === 0 || (!name.includes('.') && findSetsByPart(catalog, name).sets.length > 0))
    return undefined
  const [only] = values
  if (only !== undefined && values.length === 1) return { text: only }
  throw askBack('PERMISSION_AMBIGUOUS', { text: name }, choicesOf(values, name))
}

/** Those that begin so come first. */
const choicesOf = (values: readonly string[], name: string) =>
  values
    .toSorted(
      (a, b) =>
        Number(foldText(b).startsWith(foldText(name))) - Number(foldText(a).startsWith(foldText(name))) ||
        a.length - b.length,
    )
    .map((value) => ({ line: `why ${value}`, title: value }))

function partOfSet(catalog: Catalog, text: string): Reason | undefined {
  const { sets, app } = findSetsByPart(catalog, unwrapName(text))
  return oneOf(text, sets, app?.name)
}

function unknown(catalog: Catalog, text: string): never {
  const { name } = readPermissionText(text)
  const wanted = plainLetters(name)
  const all = [...new Set(catalog.sets.flatMap((set) => set.permissions.map(({ value }) => value)))]
  const near = nearestFirst(all, (value) => nearness(wanted, plainLetters(value)))
  const sets = findNearSets(catalog, unwrapName(text))
  throw askBack('PERMISSION_UNKNOWN', { text: text.slice(0, 200) }, [
    ...near.map((value) => ({ line: `why ${value}`, title: value })),
    ...setChoices(sets, (id) => `why ${id}`),
  ])
}
