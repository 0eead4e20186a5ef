import { OutsideError, UserError } from './errors.ts'

const hidden = '[hidden]'
const maxDepth = 6
const maxItems = 50
const maxText = 2_000

const secretKeys =
  /^(authorization|cookie|set-cookie|password|passwd|secret|clientsecret|client_secret|token|accesstoken|access_token|refreshtoken|idtoken|id_token|assertion|client_assertion|privatekey|private_key|certificate|state|code_verifier|location|consenturl|headers|body)$/i

/** Patterns of secrets within longer texts. A consent link is one: it opens without a sign-in. */
const secretPatterns: readonly [RegExp, string][] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, hidden],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, hidden],
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${hidden}`],
  [
    /\b(client_secret|client_assertion|assertion|access_token|id_token|refresh_token|password)("?\s*[:=]\s*"?|%3D)[^&\s"',;}]+/gi,
    `$1$2${hidden}`,
  ],
  // URLs with a user: a database URL contains the password.
  [/([a-z]:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${hidden}@`],
  [/\b(code|state|session_state|sig)(=|%3D)[^&\s"',;}]+/gi, `$1$2${hidden}`],
  [/(\/consent\/)(?!callback\b)[^/?#\s"']+/gi, `$1${hidden}`],
]

// C0, DEL, C1, line separators and bidi controls: they could forge a log line or move a terminal's cursor.
// biome-ignore lint/suspicious/noControlCharactersInRegex: matches control characters on purpose
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/** Matches every text that the patterns could change. A fast path: most logged values are one harmless word. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: matches control characters on purpose
const suspicious = /[\s=:/\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|%3D|eyJ|-----/i

/** The text without known secrets and control characters, cut at 2,000 characters. */
export function cleanText(text: string): string {
  if (text.length <= maxText && !suspicious.test(text)) return text
  let clean = text.length > maxText * 4 ? text.slice(0, maxText * 4) : text
  for (const [pattern, replacement] of secretPatterns) clean = clean.replace(pattern, replacement)
  clean = clean.replace(controls, ' ')
  return clean.length > maxText ? `${clean.slice(0, maxText)}…` : clean
}

/** A redacted copy of the facts. Cycles, depth and length are bounded. */
export function cleanFacts(facts: object): Record<string, unknown> {
  const clean = cleanValue(facts, 0)
  return typeof clean === 'object' && clean !== null && !Array.isArray(clean)
    ? (clean as Record<string, unknown>)
    : { facts: clean }
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString()
  if (depth >= maxDepth) return '[deep]'
  if (value instanceof Error) return cleanError(value, depth)
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => cleanValue(item, depth + 1))
  if (ArrayBuffer.isView(value)) return '[bytes]'
  return cleanRecord(value, depth)
}

function cleanRecord(value: object, depth: number): Record<string, unknown> {
  const cleanOf = (key: string, item: unknown): unknown =>
    secretKeys.test(key) && item !== undefined ? hidden : cleanValue(item, depth + 1)
  const entries = Object.entries(value).slice(0, maxItems)
  return Object.fromEntries(entries.map(([key, item]) => [cleanText(key), cleanOf(key, item)]))
}

/** Keeps the message only of our own errors and the engine's: others can contain a password that no pattern finds. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const ours = error instanceof UserError || error instanceof OutsideError
  const engines = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  const code: unknown = 'code' in error ? error.code : undefined
  const clean: Record<string, unknown> = { type: cleanText(error.name) }
  if (ours || engines) clean.message = cleanText(error.message)
  if (typeof code === 'string' || typeof code === 'number') clean.code = cleanValue(code, depth)
  if (ours && 'facts' in error) clean.facts = cleanValue(error.facts, depth + 1)
  clean.stack = framesOf(error)
  if (error.cause !== undefined && depth + 1 < maxDepth) clean.cause = cleanValue(error.cause, depth + 1)
  return clean
}

/** The stack frames without the first lines, which repeat the message. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => /^\s+at .*[:)]/.test(line))
    .slice(0, 12)
    .map((line) => cleanText(line.trim()))
}
