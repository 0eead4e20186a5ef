import { type Answer, graphError, type RequestIds } from './answer.ts'

export interface BatchPart {
  id: string
  method: string
  url: string
  dependsOn: readonly string[]
  body?: unknown
}

/** Parts of an envelope, or why Graph would reject it entirely. */
export function readBatch(body: unknown, ids: RequestIds): readonly BatchPart[] | Answer {
  const bad = (message: string, code = 'BadRequest'): Answer => graphError(ids, 400, code, message)
  const requests = (body as { requests?: unknown } | undefined)?.requests
  if (!Array.isArray(requests)) return bad('Write request payload must contain a requests array.')
  if (requests.length === 0) return bad('Invalid batch payload format.')
  if (requests.length > maxParts) {
    return bad(
      `Number of batch request steps exceeds the maximum value of ${maxParts}.`,
      'MaximumValueExceeded',
    )
  }
  const parts: BatchPart[] = []
  const seen = new Set<string>()
  for (const raw of requests as Record<string, unknown>[]) {
    if (typeof raw?.id !== 'string' || raw.id === '') return bad("Request Id can't be empty.")
    if (typeof raw.method !== 'string' || typeof raw.url !== 'string')
      return bad('Invalid batch payload format.')
    if (seen.has(raw.id)) return bad(`Duplicate request id found in the batch: ${raw.id}`)
    if (raw.body !== undefined && !hasContentType(raw.headers))
      return bad(`Content-Type of request ${raw.id} is missing.`)
    const dependsOn = Array.isArray(raw.dependsOn) ? raw.dependsOn.map(String) : []
    if (dependsOn.some((id) => !seen.has(id)))
      return bad(`Request ${raw.id} depends on an unknown or later request.`)
    seen.add(raw.id)
    parts.push({ id: raw.id, method: raw.method.toUpperCase(), url: raw.url, dependsOn, body: raw.body })
  }
  return parts
}

export const maxParts = 20

function hasContentType(headers: unknown): boolean {
  return Object.keys((headers ?? {}) as object).some((name) => name.toLowerCase() === 'content-type')
}
