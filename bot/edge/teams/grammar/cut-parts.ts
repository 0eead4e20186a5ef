import { type Severity, severities } from '#domain/alerts/alert.ts'
import type { CatalogApp, PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { catalogNames } from './catalog-names.ts'
import { cutTokens, type Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { findNameAt, makeNameTree, type NameTree } from './name-tree.ts'
import { isJoin, isLabel, isSeparator } from './plain-words.ts'

interface Place {
  at: number
  end: number
}

/** Words in a row that are no connecting words, and no name that the catalog knows. */
export interface NamePart extends Place {
  kind: 'name'
  tokens: Token[]
  /** The word before it that leads to it, if any. */
  join?: string
}
export interface SetPart extends Place {
  kind: 'set'
  sets: readonly PermissionSet[]
  /** If the name is an app's. */
  app?: CatalogApp
  isExact: boolean
}
export interface TenantPart extends Place {
  kind: 'tenant'
  tenant: Tenant
  isExact: boolean
}

/** What a line after its command consists of. */
export type Part =
  | NamePart
  | SetPart
  | TenantPart
  | ({ kind: 'join' | 'separator' } & Place)
  | ({ kind: 'choice'; value: string } & Place)
  | ({ kind: 'severity'; value: Severity } & Place)
  | ({ kind: 'reference'; value: string } & Place)

const severityTree = makeNameTree(severities.map((severity) => [severity, severity] as const))

/** Cuts what was typed after a command: the names that the catalog and the form know, connecting words, and the rest. Linear. */
export function cutParts({ args, form, deps }: Pick<Asked, 'args' | 'form' | 'deps'>): Part[] {
  const tokens = cutTokens(args)
  const names = form.set || form.app ? catalogNames(deps.catalog) : undefined
  const choices = form.choices && makeNameTree(Object.entries(form.choices))
  const parts: Part[] = []
  for (let at = 0; at < tokens.length; ) {
    const found =
      takeName(names, tokens, at, (value) => ({ kind: 'set', isExact: true, ...value })) ??
      takeName(choices, tokens, at, (value) => ({ kind: 'choice', value })) ??
      (form.severity && takeName(severityTree, tokens, at, (value) => ({ kind: 'severity', value })))
    if (found) parts.push(found.part)
    else addToken(parts, args, tokens[at])
    at += found?.size ?? 1
  }
  return parts.every(({ kind }) => kind === 'join' || kind === 'separator') ? asName(tokens) : parts
}

/** Connecting words alone are a name, or a part of one. */
function asName(tokens: Token[]): Part[] {
  const [first, last] = [tokens[0], tokens.at(-1)]
  return first && last ? [{ kind: 'name', at: first.at, end: last.end, tokens }] : []
}

type Known =
  | Omit<SetPart, keyof Place>
  | { kind: 'choice'; value: string }
  | { kind: 'severity'; value: Severity }

function takeName<T>(
  tree: NameTree<T> | undefined,
  tokens: readonly Token[],
  at: number,
  make: (value: T) => Known,
): { part: Part; size: number } | undefined {
  const found = tree && findNameAt(tree, tokens, at)
  const [first, last] = [tokens[at], tokens[at + (found?.size ?? 1) - 1]]
  if (!found || !first || !last) return undefined
  return { part: { ...make(found.value), at: first.at, end: last.end }, size: found.size }
}

function addToken(parts: Part[], args: string, token: Token | undefined): void {
  if (!token) return
  const { kind, key, at, end } = token
  const last = parts.at(-1)
  if (kind === 'comma' || (kind === 'word' && isSeparator(key))) parts.push({ kind: 'separator', at, end })
  else if (kind === 'word' && isJoin(key)) parts.push({ kind: 'join', at, end })
  else if (last?.kind === 'name' && kind === 'word' && last.tokens.at(-1)?.kind === 'word') {
    last.tokens.push(token)
    last.end = end
  } else {
    const join = last?.kind === 'join' ? args.slice(last.at, last.end).toLowerCase() : undefined
    parts.push({ kind: 'name', at, end, tokens: [token], ...(join && { join }) })
  }
}

/** A name without the words at its ends that only say what it is; undefined if it is nothing else. */
export function withoutLabels(part: NamePart): NamePart | undefined {
  const isName = ({ kind, key }: Token): boolean => kind === 'quoted' || !isLabel(key)
  const from = part.tokens.findIndex(isName)
  const to = part.tokens.findLastIndex(isName)
  const [first, last] = [part.tokens[from], part.tokens[to]]
  if (!first || !last) return undefined
  return { ...part, at: first.at, end: last.end, tokens: part.tokens.slice(from, to + 1) }
}
