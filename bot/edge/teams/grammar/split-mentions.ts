import { scopeOf } from '#domain/people/scope.ts'
import { otherLegalForms } from '#domain/tenants/legal-forms.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { byKeys, tenantKeysOf } from '#domain/tenants/tenant-keys.ts'
import { findTenantsByKeys } from '#domain/tenants/tenant-names-store.ts'
import { askBack, lineWith } from './ask-back.ts'
import type { NamePart, TenantPart } from './cut-parts.ts'
import type { Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { isLabel } from './plain-words.ts'

/** More words in a row are no list of names. */
const mostWords = 12

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

/** The tenants whose exact names stand among these words, and the words that are none. */
export async function findMentioned(
  asked: Pick<Asked, 'args' | 'deps' | 'actor'>,
  tokens: readonly Token[],
): Promise<{ mentions: TenantPart[]; left: Token[] }> {
  if (tokens.length > mostWords) return { mentions: [], left: [...tokens] }
  const spans = spansOf(asked.args, tokens)
  const keys = [...new Set(spans.flatMap((span) => span.keys))]
  const found = byKeys(await findTenantsByKeys(asked.deps.database.db, keys, scopeOf(asked.actor, 'viewer')))
  const mentions: TenantPart[] = []
  const left: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const named = spans
      .filter(({ from }) => from === at)
      .findLast(({ keys }) => tenantsOf(keys, found).length === 1)
    const [tenant] = named ? tenantsOf(named.keys, found) : []
    const [first, last] = [tokens[at], tokens[named?.to ?? at]]
    if (tenant && first && last)
      mentions.push({ kind: 'tenant', at: first.at, end: last.end, tenant, isExact: true })
    else if (first && !isLabel(first.key)) left.push(first)
    at = (named?.to ?? at) + 1
  }
  return { mentions, left }
}

function spansOf(args: string, tokens: readonly Token[]): { from: number; to: number; keys: string[] }[] {
  return tokens.flatMap((first, from) =>
    tokens.slice(from).map((last, size) => {
      const keys = tenantKeysOf(args.slice(first.at, last.end).replace(/'s?$/i, ''))
      return { from, to: from + size, keys: [...keys, ...keys.flatMap(otherLegalForms)] }
    }),
  )
}

const tenantsOf = (keys: readonly string[], found: Map<string, Tenant[]>): Tenant[] => [
  ...new Set(keys.flatMap((key) => found.get(key) ?? [])),
]

/** Words that say when or how much: without them, the line would do more. */
const limits =
  /^(?:all|every\w*|only|until|till|today|tonight|tomorrow|later|daily|hourly|weekly|when|after|before|\d.*|hours?|days?|minutes?|weeks?)$/

/** The words that a command does not use, with the line without them, unless they limit it. */
export function surplus(asked: Asked, left: readonly { key: string; at: number; end: number }[]) {
  const text = left.map(({ at, end }) => asked.args.slice(at, end)).join(' ')
  const line = lineWith(
    asked,
    left.map(({ at, end }) => ({ at, end, text: '' })),
  )
  const isLimited = left.some(({ key }) => limits.test(key))
  return askBack('COMMAND_SURPLUS', { usage: asked.usage, text }, isLimited ? [] : [{ line, title: line }])
}
