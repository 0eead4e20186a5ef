import type { IncomingMessage } from 'node:http'

type BodyRefusal = { refused: 400 | 413 | 415 }
type JsonBody = { value: Record<string, unknown> } | BodyRefusal

const maxDepth = 32
const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i
const longestBody = 262_144
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Checks the headers only, before authentication: the status to refuse the body with, or undefined. */
export function refuseBody({ headers }: IncomingMessage, maxBytes = longestBody): BodyRefusal | undefined {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return { refused: 415 }
  if (!jsonType.test(headers['content-type'] ?? '')) return { refused: 415 }
  return Number(headers['content-length'] ?? 0) > maxBytes ? { refused: 413 } : undefined
}

/**
 * Reads a JSON object of at most `maxBytes`, nested at most 32 deep; otherwise returns the status to refuse it with.
 * Restify's own reader is not used: it decompresses bodies, and a broken one ends the process.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes = longestBody): Promise<JsonBody> {
  const refusal = refuseBody(request, maxBytes)
  if (refusal) return refusal
  const bytes = await readBytes(request, maxBytes)
  return bytes === undefined ? { refused: 413 } : parseObject(bytes)
}

/** Undefined if there are too many bytes. A connection that ends early yields a part, which isn't valid JSON. */
function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else end(undefined)
    }
    const end = (bytes: Buffer | undefined): void => {
      request.off('data', take)
      resolve(bytes)
    }
    const finish = (): void => end(Buffer.concat(chunks))
    // The connection can end while the token is checked: then no more events come.
    if (request.destroyed) finish()
    else request.on('data', take).once('end', finish).once('close', finish).once('error', finish)
  })
}

function parseObject(bytes: Buffer): JsonBody {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch {
    // The parser's message quotes the body; the status is all that the caller needs.
    return { refused: 400 }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { refused: 400 }
  return isHarmless(value, maxDepth) ? { value: value as Record<string, unknown> } : { refused: 400 }
}

/** False for deep nesting, which overflows the stack of recursive code, and for keys that reach the prototype when copied. */
function isHarmless(value: object, depth: number): boolean {
  if (depth === 0) return false
  for (const key in value) {
    if (key === '__proto__') return false
    const item: unknown = value[key as keyof typeof value]
    if (typeof item === 'object' && item !== null && !isHarmless(item, depth - 1)) return false
  }
  return true
}
