import fc from 'fast-check'

/** Texts that have broken programs before. */
const classics = [
  '',
  ' ',
  '\u00a0',
  '\0',
  '${process.env}',
  '${$root}',
  '__proto__',
  'constructor',
  'toString',
  'nil',
  '-0',
  '1e999',
  "'; drop table grants; --",
  '<script>alert(1)</script>',
  '<at>everyone</at>',
  '[Approve](https://evil.example)',
  '=cmd|calc!A1',
  '\u202egnp.exe',
  '\u200b\u200d\ufeff',
  '\ud800',
  '\udfff',
  'مرحبا',
  '日本語の組織',
  '👩‍👩‍👧‍👦',
  '../../../etc/passwd',
  '%00%0d%0aSet-Cookie: a=b',
  'x'.repeat(5_000),
  'a\u0301'.repeat(600),
]

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...classics) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
)

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 53, -1e308, [], {}, [[]], [null]),
  fc.integer(),
)

/** Any JSON value, mostly small, at times deep. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(text, leaf, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map(nested) },
)

export function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { value }
  return value
}

/** A copy of a JSON value in which one to three places were emptied, confused, multiplied or cut off. */
export function damaged<T>(whole: T): fc.Arbitrary<unknown> {
  const places = placesIn(whole)
  return fc
    .array(fc.tuple(fc.constantFrom(...places), fc.constantFrom('set', 'drop', 'double'), anyValue), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => {
      const copy = structuredClone(whole)
      for (const [path, how, value] of changes) change(copy, path, how, value)
      return copy
    })
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))
  return path.length === 0 ? inner : [path, ...inner]
}

function change(whole: unknown, path: readonly string[], how: string, value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (isNode(at) ? at[key] : undefined), whole)
  const key = path.at(-1) ?? ''
  if (!isNode(parent)) return
  if (how === 'set') parent[key] = value
  else if (how === 'drop') delete parent[key]
  else if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]))
  else parent[`${key} `] = parent[key]
}

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** A text with a few characters changed, cut or repeated, as a bad disk or wire would. */
export const garbled = (whole: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(whole.length), fc.constantFrom('cut', 'flip', 'twice', 'drop')), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => {
      let result = whole
      for (const [at, how] of changes) {
        const flipped = String.fromCharCode(result.charCodeAt(at) ^ 4)
        if (how === 'cut') result = result.slice(0, at)
        else if (how === 'flip') result = result.slice(0, at) + flipped + result.slice(at + 1)
        else if (how === 'twice') result = result.slice(0, at) + result.slice(Math.max(0, at - 20))
        else result = result.slice(0, at) + result.slice(at + 1)
      }
      return result
    })

/** What the door refuses before anybody looks at it: deep nesting, and keys that reach a prototype. */
export const isRefusable = (value: unknown): boolean => {
  const json = JSON.stringify(value) ?? ''
  return json.includes('"__proto__"') || depthOf(value) > 30
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce<number>((most, item) => Math.max(most, depthOf(item)), 0)
}

/** What no card, page or message may ever show. */
export const holes = /\$\{|\bundefined\b|\bNaN\b|Invalid Date|\[object /
