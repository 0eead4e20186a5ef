import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { otherLegalForms, saysLegalForm } from '#domain/tenants/legal-forms.ts'
import { findNamedTenants } from '#domain/tenants/name-tenant.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { lookUpByKeys, tenantKeysOf } from '#domain/tenants/tenant-keys.ts'
import { findTenantsByKeys } from '#domain/tenants/tenant-names-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { askBack, lineWith, tenantChoices } from './ask-back.ts'
import { type NamePart, type Part, type TenantPart, withoutLabels } from './cut-parts.ts'
import type { Asked } from './form.ts'
import { withoutPossessive } from './plain-words.ts'
import { findMentions } from './split-mentions.ts'

/** Parts of one name that holds connecting words, and its length: "Smith and Sons in Liquidation". */
const longestSpan = { parts: 7, letters: 120 }

/** In a longer list, each other legal form is looked up by itself. */
const mostLoose = 8

interface Span {
  from: number
  to: number
  at: number
  end: number
  keys: readonly string[]
  /** With another legal form, or without one. */
  loose: readonly string[]
}

/**
 * Puts tenants in the place of the parts that name one exactly, longest names first, with one question to the database.
 * @throws UserError TOO_MANY_TENANTS, TENANT_AMBIGUOUS
 */
export async function placeExactTenants(asked: Asked, cut: readonly Part[]): Promise<Part[]> {
  const parts = cut.flatMap((part) => (part.kind === 'name' ? (withoutLabels(part) ?? []) : part))
  const count = parts.filter(({ kind }) => kind === 'name').length
  if (count > mostAtOnce) throw new UserError('TOO_MANY_TENANTS', { limit: mostAtOnce, count })
  const isShort = count <= mostLoose
  const spans = parts.map((_, from) => spansFrom(asked.args, parts, from, isShort))
  const keys = [...new Set(spans.flat().flatMap((span) => [...span.keys, ...span.loose]))]
  const { db } = asked.deps.database
  const tenantsOf = lookUpByKeys(
    keys.length === 0 ? [] : await findTenantsByKeys(db, keys, scopeOf(asked.actor, 'viewer')),
  )
  const namedBy = ({ keys, loose }: Span): { tenants: Tenant[]; isExact: boolean } => {
    const exact = tenantsOf(keys)
    if (exact.length > 0) return { tenants: exact, isExact: true }
    // "Contoso GmbH" can be another company than Contoso Ltd; "Contoso" is none.
    return { tenants: tenantsOf(loose), isExact: !keys.some(saysLegalForm) }
  }
  const placed: Part[] = []
  for (let at = 0; at < parts.length; ) {
    const longest = spans[at]?.findLast((span) => namedBy(span).tenants.length > 0)
    const named = longest && namedBy(longest)
    placed.push(named ? partOf(asked, longest, named.tenants, named.isExact) : (parts[at] as Part))
    at = (longest?.to ?? at) + 1
  }
  return placed
}

/** The spans from this part on, the longest last. One is a name, or holds one. */
function spansFrom(args: string, parts: readonly Part[], from: number, isShort: boolean): Span[] {
  const first = parts[from]
  if (first?.kind !== 'name' && first?.kind !== 'set') return []
  const some = parts.slice(from, from + longestSpan.parts)
  return some.flatMap((last, size) => {
    const isName = some.slice(0, size + 1).some(({ kind }) => kind === 'name')
    const isWhole = last.kind === 'name' || last.kind === 'set'
    if (!isName || !isWhole || last.end - first.at > longestSpan.letters) return []
    const text = args.slice(first.at, last.end)
    const owner = withoutPossessive(text)
    const keys = [...tenantKeysOf(text), ...(owner === text ? [] : tenantKeysOf(owner))]
    const loose = isShort ? keys.flatMap(otherLegalForms) : []
    return [{ from, to: from + size, at: first.at, end: last.end, keys, loose }]
  })
}

/** @throws UserError TENANT_AMBIGUOUS */
function partOf(
  asked: Asked,
  { at, end }: { at: number; end: number },
  tenants: readonly Tenant[],
  isExact: boolean,
): TenantPart {
  const [tenant] = tenants
  if (tenant && tenants.length === 1) return { kind: 'tenant', at, end, tenant, isExact }
  throw askBack(
    'TENANT_AMBIGUOUS',
    factsOf(asked, { at, end }, tenants),
    choicesOf(asked, { at, end }, tenants),
  )
}

const factsOf = (asked: Asked, { at, end }: { at: number; end: number }, tenants: readonly Tenant[]) => ({
  text: asked.args.slice(at, end),
  ...(tenants.length > 0 && {
    names: tenants.map(({ displayName }) => displayName),
    domains: tenants.map(({ defaultDomain }) => defaultDomain),
  }),
})

const choicesOf = (asked: Asked, { at, end }: { at: number; end: number }, tenants: readonly Tenant[]) =>
  tenantChoices(tenants, (id) => lineWith(asked, [{ at, end, text: id }]))

/**
 * The tenants that a part names which is no exact name: by a part of one, its beginning, or another legal form.
 * @throws UserError TENANT_UNKNOWN with those that are near, TENANT_AMBIGUOUS, COMMAND_SURPLUS
 */
export async function readTenantPart(asked: Asked, part: NamePart): Promise<TenantPart[]> {
  const text = withoutPossessive(asked.args.slice(part.at, part.end))
  const { how, tenants } = await findNamedTenants(asked.deps, text, scopeOf(asked.actor, 'viewer'))
  if (how !== 'near') return [partOf(asked, part, tenants, how === 'exact')]
  const mentioned = await findMentions(asked, part)
  if (mentioned.length > 0) return mentioned
  throw askBack('TENANT_UNKNOWN', factsOf(asked, part, tenants), choicesOf(asked, part, tenants))
}
