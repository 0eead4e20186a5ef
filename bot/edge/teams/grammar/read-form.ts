import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import { UserError } from '#platform/base/errors.ts'
import { askBack, lineWith, stillSaying, tenantChoices } from './ask-back.ts'
import { cutParts, type NamePart, type Part, type TenantPart, withoutLabels } from './cut-parts.ts'
import type { Asked, Given } from './form.ts'
import { findTurn, isAll, isLabel } from './plain-words.ts'
import { placeBareReference, placeReference } from './read-reference.ts'
import { placeSetByPart, readApp, readOneSet } from './resolve-set.ts'
import { placeExactTenants, readTenantPart } from './resolve-tenants.ts'
import { limitsLine, splitNames, surplus } from './split-mentions.ts'
import { takeEnd } from './take-end.ts'

/**
 * Reads what was typed after a command by its form, against what the person can see. Every word has a use, or the line is
 * asked about: nothing is left out, and what only resembles a name is never taken for it.
 * @throws UserError a question, with the lines that it could mean
 */
export async function readForm(typed: Asked): Promise<Given> {
  const plain = { ...typed, args: typed.args.replace(idLabel, '') }
  const { ends, args }: ReturnType<typeof takeEnd> = typed.form.until ? takeEnd(plain) : plain
  try {
    return { ...(await readNames({ ...plain, args })), ...(ends && { until: ends.until }) }
  } catch (error) {
    // A button that forgot the end would open for good.
    throw ends ? stillSaying(error, ends.said) : error
  }
}

async function readNames(asked: Asked): Promise<Given> {
  const { form } = asked
  const cut = placeReference(asked, cutParts(asked))
  if (Object.keys(form).length === 0) return readNothing(asked, cut)
  const exact = await placeExact(asked, cut)
  refuseTurns(asked, exact)
  const split = form.set === 'needed' ? await splitNames(asked, exact) : exact
  const parts = form.set || form.app ? placeSetByPart(asked, split) : split
  const app = readApp(asked, parts)
  const found = form.set ? await readOneSet(asked, parts) : undefined
  const tenants = await readTenants(asked, parts)
  const choice = parts.filter((part) => part.kind === 'choice').map(({ value }) => value)
  const severity = parts.filter((part) => part.kind === 'severity').map(({ value }) => value)
  const reference = parts.filter((part) => part.kind === 'reference').map(({ value }) => value)
  assertOne(asked, [choice, severity, reference])
  if (form.choice === 'needed' && choice.length === 0) throw incomplete(asked)
  if (asked.actsAtOnce) assertSure(asked, found, parts, tenants)
  return {
    tenants: [...new Map(tenants.map(({ tenant }) => [tenant.id, tenant])).values()],
    ...(app && { app }),
    ...(found && { set: found.set }),
    ...(choice[0] !== undefined && { choice: choice[0] }),
    ...(severity[0] !== undefined && { severity: severity[0] }),
    ...(reference[0] !== undefined && { reference: reference[0] }),
  }
}

/** A tenant whose whole name looks like a case number is that tenant; beside a case number, it is looked for again. */
async function placeExact(asked: Asked, cut: readonly Part[]): Promise<readonly Part[]> {
  const place = async (parts: readonly Part[]) =>
    asked.form.tenants ? placeExactTenants(asked, parts) : parts
  const placed = await place(cut)
  const referred = placeBareReference(asked, placed)
  return referred === placed ? placed : place(referred)
}

/** "tenant id={…}": the ID says what it is. */
const idLabel = /\b(?:tenant ?)?id ?[=:] ?(?=[{(]?[0-9a-f]{8}-)/gi

/** A command that stands alone: any other word could limit or turn what is meant. @throws UserError COMMAND_SURPLUS */
function readNothing(asked: Asked, parts: readonly Part[]): Given {
  refuseTurns(asked, parts)
  const { args: text, word: line } = asked
  // Of what acts, the command alone would do more than the line says.
  const alone = asked.actsAtOnce ? [] : [{ line, title: line }]
  if (parts.length > 0) throw askBack('COMMAND_SURPLUS', { usage: line, text }, alone)
  return { tenants: [] }
}

const incomplete = ({ usage }: Asked) => askBack('COMMAND_INCOMPLETE', { usage })

/** "But", "not", and the like turn what a line says. */
function refuseTurns(asked: Asked, parts: readonly Part[]): void {
  for (const part of parts) {
    const text = part.kind === 'name' ? asked.args.slice(part.at, part.end) : ''
    const word = findTurn(text)
    if (word !== undefined) throw askBack('LINE_NEGATED', { text: word })
  }
}

/** @throws UserError TENANT_UNKNOWN, TENANT_AMBIGUOUS, TENANTS_SEVERAL, COMMAND_INCOMPLETE, COMMAND_SURPLUS */
async function readTenants(asked: Asked, parts: readonly Part[]): Promise<TenantPart[]> {
  const { tenants: wanted } = asked.form
  const names = parts.filter((part) => part.kind === 'name')
  const left = names.flatMap((part) => withoutLabels(part) ?? [])
  if (!wanted && left.length > 0)
    throw surplus(
      asked,
      left.flatMap(({ tokens }) => tokens),
    )
  const all = left.find(({ tokens }) => tokens.every(({ key }) => isAll(key) || isLabel(key)))
  if (all) throw surplus(asked, all.tokens)
  const found = wanted ? await readTenantParts(asked, parts) : new Map<NamePart, TenantPart[]>()
  const placed = parts.flatMap((part): Part[] => (part.kind === 'name' ? (found.get(part) ?? []) : [part]))
  const tenants = placed.filter((part) => part.kind === 'tenant')
  assertList(asked, placed)
  if (tenants.length === 0 && (wanted === 'one' || wanted === 'several')) throw incomplete(asked)
  if (tenants.length > 1 && wanted !== 'several') throw askWhich(asked, tenants)
  return tenants
}

/** A part that names nothing, beside others that do, is said by itself. */
async function readTenantParts(asked: Asked, parts: readonly Part[]): Promise<Map<NamePart, TenantPart[]>> {
  const found = new Map<NamePart, TenantPart[]>()
  let failed: { name: NamePart; error: UserError } | undefined
  for (const name of parts.filter((part) => part.kind === 'name')) {
    try {
      found.set(name, await readTenantPart(asked, name))
    } catch (error) {
      const isNothing = error instanceof UserError && error.code === 'TENANT_UNKNOWN' && !error.facts.lines
      if (!isNothing || failed) throw failed?.error ?? error
      failed = { name, error }
    }
  }
  if (!failed) return found
  const isAmong = parts.some(({ kind }) => !['name', 'join', 'separator'].includes(kind)) || found.size > 0
  const isSentence = failed.name.tokens.length > 1 || asked.form.tenants === 'optional'
  throw limitsLine(failed.name.tokens) || (isAmong && isSentence)
    ? surplus(asked, failed.name.tokens)
    : failed.error
}

/** Between two tenants of a list stands a comma or "and"; "Contoso from Fabrikam" is none. @throws UserError COMMAND_SURPLUS */
function assertList(asked: Asked, parts: readonly Part[]): void {
  for (const [at, part] of parts.entries()) {
    const [before, after] = [parts[at - 1], parts[at + 1]]
    if (part.kind !== 'join' || before?.kind !== 'tenant' || after?.kind !== 'tenant') continue
    const text = asked.args.slice(part.at, after.end)
    throw askBack('COMMAND_SURPLUS', { usage: asked.word, text })
  }
}

/** One at a time: a button for each. */
function askWhich(asked: Asked, tenants: readonly TenantPart[]) {
  const lineOf = (id: string): string =>
    lineWith(
      asked,
      tenants.map(({ at, end }, n) => ({
        at: n === 0 ? at : startOf(tenants, n),
        end,
        text: n === 0 ? id : '',
      })),
    )
  const all = tenants.map(({ tenant }) => tenant)
  return askBack('TENANTS_SEVERAL', { usage: asked.usage }, tenantChoices(all, lineOf))
}

/** From the end of the name before, so that what stands between them goes too. */
const startOf = (tenants: readonly TenantPart[], n: number): number => tenants[n - 1]?.end ?? 0

/** @throws UserError COMMAND_SURPLUS for two words of which only one can be meant */
function assertOne(asked: Asked, said: readonly (readonly string[])[]): void {
  for (const all of said) {
    const text = all.join(', ')
    if (new Set(all).size > 1) throw askBack('COMMAND_SURPLUS', { usage: asked.word, text })
  }
}

/** What acts at once takes no part of a name. @throws UserError NAME_PART, with the full names */
function assertSure(
  asked: Asked,
  found: { set: PermissionSet; isExact: boolean } | undefined,
  parts: readonly Part[],
  tenants: readonly TenantPart[],
): void {
  const setPart = parts.find((part) => part.kind === 'set')
  const unsure = tenants.filter(({ isExact }) => !isExact)
  if (unsure.length === 0 && found?.isExact !== false) return
  const edits = [
    ...tenants.map(({ at, end, tenant }) => ({ at, end, text: tenant.id })),
    ...(setPart && found ? [{ at: setPart.at, end: setPart.end, text: found.set.id }] : []),
  ]
  const all = tenants.map(({ tenant }) => tenant)
  const names = [...(found ? [found.set.name] : []), ...all.map(({ displayName }) => displayName)]
  const line = lineWith(asked, edits)
  const alone = all.length === 1 && !found
  const choices = alone ? tenantChoices(all, () => line) : [{ line, title: names.join(', ') }]
  throw askBack('NAME_PART', { usage: asked.usage, names }, choices)
}
