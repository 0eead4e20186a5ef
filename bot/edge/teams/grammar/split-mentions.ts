import { scopeOf } from '#domain/people/scope.ts'
import { otherLegalForms, saysLegalForm } from '#domain/tenants/legal-forms.ts'
import { lookUpByKeys, tenantKeysOf } from '#domain/tenants/tenant-keys.ts'
import { findTenantsByKeys } from '#domain/tenants/tenant-names-store.ts'
import { askBack, lineWith } from './ask-back.ts'
import type { NamePart, Part, TenantPart } from './cut-parts.ts'
import type { Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { isLabel, withoutPossessive } from './plain-words.ts'

/** In more words, only short names are looked for, and in very many none. */
const mostWords = 12
const fewWords = 3
const mostSearched = 60

/**
 * The tenants whose exact names stand among the words of a part: none, or all of the part.
 * @throws UserError COMMAND_SURPLUS if words are left
 */
export async function findMentions(asked: Asked, { tokens }: NamePart): Promise<TenantPart[]> {
  if (tokens.length < 2) return []
  const { mentions, left } = await findMentioned(asked, tokens)
  if (mentions.length > 0 && left.length > 0) throw surplus(asked, left)
  return mentions
}

/** Puts tenants in the place of words among others, where no set is named: "DD Contoso". */
export async function splitNames(asked: Asked, parts: readonly Part[]): Promise<Part[]> {
  if (parts.some(({ kind }) => kind === 'set')) return [...parts]
  const split: Part[] = []
  for (const part of parts) {
    const isRun = part.kind === 'name' && part.tokens.length > 1
    const { mentions, left } = isRun ? await findMentioned(asked, part.tokens) : { mentions: [], left: [] }
    if (mentions.length === 0) split.push(part)
    else split.push(...[...mentions, ...left.map(nameOf)].toSorted((a, b) => a.at - b.at))
  }
  return split
}

const nameOf = (token: Token): NamePart => ({ kind: 'name', at: token.at, end: token.end, tokens: [token] })

/** The tenants whose exact names stand among these words, and the words that are none. */
export async function findMentioned(
  asked: Pick<Asked, 'args' | 'deps' | 'actor'>,
  tokens: readonly Token[],
): Promise<{ mentions: TenantPart[]; left: Token[] }> {
  const spans = spansOf(asked.args, tokens)
  const keys = [...new Set(spans.flatMap(({ loose }) => loose))]
  const found = await findTenantsByKeys(asked.deps.database.db, keys, scopeOf(asked.actor, 'viewer'))
  const tenantsOf = lookUpByKeys(found)
  // "Contoso GmbH" can be another company than Contoso Ltd; "Contoso" is none.
  const isExact = ({ keys }: Span): boolean => tenantsOf(keys).length > 0 || !keys.some(saysLegalForm)
  const mentions: TenantPart[] = []
  const left: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const named = spans
      .filter(({ from }) => from === at)
      .findLast(({ loose }) => tenantsOf(loose).length === 1)
    const [tenant] = named ? tenantsOf(named.loose) : []
    const [first, last] = [tokens[at], tokens[named?.to ?? at]]
    if (named && tenant && first && last)
      mentions.push({ kind: 'tenant', at: first.at, end: last.end, tenant, isExact: isExact(named) })
    else if (first && !isLabel(first.key)) left.push(first)
    at = (named?.to ?? at) + 1
  }
  return { mentions, left }
}

interface Span {
  from: number
  to: number
  keys: string[]
  /** Also with another legal form, or without one. */
  loose: string[]
}

function spansOf(args: string, tokens: readonly Token[]): Span[] {
  const isShort = tokens.length <= mostWords
  return tokens.slice(0, mostSearched).flatMap((first, from) =>
    tokens.slice(from, from + (isShort ? mostWords : fewWords)).map((last, size) => {
      const keys = tenantKeysOf(withoutPossessive(args.slice(first.at, last.end)))
      const loose = isShort ? keys.flatMap(otherLegalForms) : []
      return { from, to: from + size, keys, loose: [...keys, ...loose] }
    }),
  )
}

/** Words that say when or how much: without them, the line would do more. */
const limits =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|weekend|noon|midnight|yesterday|night|all|every\w*|only|until|till|today|tonight|tomorrow|later|daily|hourly|weekly|when|after|before|since|\d{1,4}(?::\d\d)?(?:h|am|pm|min|d)?|hours?|days?|minutes?|weeks?|months?|temporar\w+|provisional\w*|briefly|shortly|short|brief|once|moment|bit|while)$/

export const limitsLine = (words: readonly Pick<Token, 'key'>[]): boolean =>
  words.some(({ key }) => limits.test(key))

/** Words that order something else: without them, the line would do to their tenants what it does to its own. */
const orders =
  /^(?:(?:un|re)?(?:block|grant|open|sync|move|set)|remove|delete|add|revoke|allow|deny|close|withdraw|undo)(?:s|ed|ing)?$/
const ordersMore = (words: readonly Pick<Token, 'key'>[]): boolean =>
  words.some(({ key }) => orders.test(key))

/** The words that a command does not use, with the line without them, unless they limit it or order something else. */
export function surplus(asked: Asked, left: readonly Pick<Token, 'key' | 'at' | 'end'>[]) {
  const text = left.map(({ at, end }) => asked.args.slice(at, end)).join(' ')
  const line = lineWith(
    asked,
    left.map(({ at, end }) => ({ at, end, text: '' })),
  )
  // A line that only shows may show more.
  const isLimited = asked.acts && (limitsLine(left) || ordersMore(left))
  return askBack('COMMAND_SURPLUS', { usage: asked.word, text }, isLimited ? [] : [{ line, title: line }])
}
