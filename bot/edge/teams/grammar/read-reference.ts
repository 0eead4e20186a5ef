import type { NamePart, Part } from './cut-parts.ts'
import { cutTokens, type Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'

/** What people call the number of a ticket, with a word that can follow. */
const labels = new Set('ref reference case ticket incident change'.split(' '))
const numberWords = new Set(['number', 'nr', 'num', '#'])
/** "INC0012345", "CHG-4711", "#4711": letters that lead to a number, or a sign that says that it is one. */
const looksSo = /^(?:#\d{1,15}|[a-z]{2,10}[-_]?\d{3,15})$/i

type Given = Pick<Asked, 'args' | 'form'>

/** Puts a ticket or case number in the place of the words that say that it is one: "ref INC0012345", "case number 4711". */
export function placeReference({ args, form }: Given, parts: readonly Part[]): readonly Part[] {
  if (!form.reference) return parts
  const tokens = cutTokens(args)
  const from = tokens.findIndex(({ kind, key }) => kind === 'word' && labels.has(key))
  if (from < 0) return parts
  const second = tokens[from + 1]
  const at = second && numberWords.has(second.key) ? from + 2 : from + 1
  const [first, value] = [tokens[from], tokens[at]]
  // "Case" alone can be the beginning of a name.
  if (!first || !value || !(value.kind === 'quoted' || /\d/.test(value.key))) return parts
  return withReference(args, parts, { at: first.at, end: value.end, value })
}

/** The same for a word that only looks so. Gives back the very same parts if there is none. */
export function placeBareReference({ args, form }: Given, parts: readonly Part[]): readonly Part[] {
  if (!form.reference || parts.some(({ kind }) => kind === 'reference')) return parts
  const names = parts.filter((part) => part.kind === 'name')
  const value = names
    .flatMap(({ tokens }) => tokens)
    .find(({ kind, at, end }) => kind === 'word' && looksSo.test(bare(args.slice(at, end))))
  return value ? withReference(args, parts, { at: value.at, end: value.end, value }) : parts
}

/** Whatever a name has before and after the reference stays a name. */
function withReference(
  args: string,
  parts: readonly Part[],
  { at, end, value }: { at: number; end: number; value: Token },
): Part[] {
  const text = args.slice(value.at, value.end)
  const said = value.kind === 'quoted' ? text.slice(1, -1) : bare(text)
  const reference: Part = { kind: 'reference', value: said, at, end }
  const left = parts.flatMap((part): Part[] => {
    if (part.end <= at || part.at >= end) return [part]
    return part.kind === 'name'
      ? [pieceOf(part, (each) => each.end <= at), pieceOf(part, (each) => each.at >= end)].flat()
      : []
  })
  const before = left.filter((part) => part.end <= at)
  return [...before, reference, ...left.slice(before.length)]
}

function pieceOf({ tokens, join, ...part }: NamePart, isIn: (token: Token) => boolean): NamePart[] {
  const own = tokens.filter(isIn)
  const [first, last] = [own[0], own.at(-1)]
  if (!first || !last) return []
  return [{ ...part, at: first.at, end: last.end, tokens: own, ...(join !== undefined && { join }) }]
}

/** Without the punctuation that ends a sentence. */
const bare = (text: string): string => text.replace(/[.:!?]{1,9}$/, '')
