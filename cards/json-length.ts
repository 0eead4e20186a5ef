/** Nothing that JSON writes in another way. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: matches control characters on purpose
const asItIs = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/

/** The length of `JSON.stringify(value)`, without making that text: a card is weighed row by row before it is sent. */
export function jsonLength(value: unknown): number {
  if (typeof value === 'string') return textLength(value)
  if (value === true) return 4
  if (Array.isArray(value)) return listLength(value)
  if (typeof value !== 'object' || value === null) return (JSON.stringify(value) ?? 'null').length
  return 'toJSON' in value ? (JSON.stringify(value) ?? 'null').length : recordLength(value)
}

const textLength = (text: string): number =>
  asItIs.test(text) ? text.length + 2 : JSON.stringify(text).length

/** Brackets, and a comma between two items. */
function listLength(values: readonly unknown[]): number {
  let length = values.length === 0 ? 2 : values.length + 1
  for (const value of values) length += jsonLength(value)
  return length
}

/** Braces, colons and commas; what JSON can't say has no property. */
function recordLength(value: object): number {
  let length = 2
  let properties = 0
  for (const key in value) {
    const inner: unknown = value[key as keyof typeof value]
    if (inner === undefined || typeof inner === 'function') continue
    properties += 1
    length += keyLength(key) + 1 + jsonLength(inner)
  }
  return properties > 1 ? length + properties - 1 : length
}

/** Cards have the same few keys again and again. */
const keyLengths = new Map<string, number>()
const mostKeys = 500

function keyLength(key: string): number {
  const known = keyLengths.get(key)
  if (known !== undefined) return known
  const length = textLength(key)
  if (keyLengths.size < mostKeys) keyLengths.set(key, length)
  return length
}
