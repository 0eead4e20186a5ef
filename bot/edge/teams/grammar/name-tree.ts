import { cutTokens, type Token } from './cut-tokens.ts'

/** Names by their words, so that a line is searched for all of them at once. */
export interface NameTree<T> {
  next: Map<string, NameTree<T>>
  value?: T
}

/** The first of several equal names counts. */
export function makeNameTree<T>(names: Iterable<readonly [name: string, value: T]>): NameTree<T> {
  const root: NameTree<T> = { next: new Map() }
  for (const [name, value] of names) {
    let node = root
    for (const { key } of cutTokens(name)) {
      const next = node.next.get(key) ?? { next: new Map() }
      node.next.set(key, next)
      node = next
    }
    if (node !== root) node.value ??= value
  }
  return root
}

/** The longest name that begins at this token: its value and how many tokens it has. A name in quotes is whole. */
export function findNameAt<T>(
  tree: NameTree<T>,
  tokens: readonly Token[],
  from: number,
): { value: T; size: number } | undefined {
  const first = tokens[from]
  if (first?.kind === 'quoted') {
    const inner = cutTokens(first.key)
    const found = inner[0]?.kind === 'quoted' ? undefined : findNameAt(tree, inner, 0)
    return found && found.size === inner.length ? { value: found.value, size: 1 } : undefined
  }
  let node = tree
  let best: { value: T; size: number } | undefined
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at]
    const next = token && token.kind !== 'quoted' ? node.next.get(token.key) : undefined
    if (!next) break
    node = next
    if (node.value !== undefined) best = { value: node.value, size: at - from + 1 }
  }
  return best
}
