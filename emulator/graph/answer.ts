import { randomUUID } from 'node:crypto'
import type { Headers } from '../http.ts'

/** What one Graph request, or one part of a batch, is answered. */
export interface Answer {
  status: number
  body: unknown
  headers?: Headers
}

/** The ids of one HTTP request, in its headers and in every error body. */
export interface RequestIds {
  requestId: string
  clientRequestId: string
  date: string
}

export function makeRequestIds(clientRequestId: string | undefined, now: Date): RequestIds {
  const requestId = randomUUID()
  return { requestId, clientRequestId: clientRequestId ?? requestId, date: now.toISOString().slice(0, 19) }
}

export function graphError(ids: RequestIds, status: number, code: string, message: string): Answer {
  const innerError = { date: ids.date, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId }
  return { status, body: { error: { code, message, innerError } } }
}

export function notFound(ids: RequestIds, id: string): Answer {
  const words = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`
  return graphError(ids, 404, 'Request_ResourceNotFound', words)
}

/** In the words of the reports; the directory says `denied`. */
export const deniedReport = (ids: RequestIds): Answer =>
  graphError(
    ids,
    403,
    'Authentication_MSGraphPermissionMissing',
    'Calling principal does not have required MSGraph permissions AuditLog.Read.All,Directory.Read.All',
  )

export const denied = (ids: RequestIds): Answer =>
  graphError(ids, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
