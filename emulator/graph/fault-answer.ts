import { effectOf } from '../faults.ts'
import { retryHeaders } from '../http.ts'
import type { Effect } from '../world/effects.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'

const usual: Readonly<Record<number, [code: string, message: string]>> = {
  400: ['Request_BadRequest', 'The request is not valid.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  404: [
    'Request_ResourceNotFound',
    'Resource does not exist or one of its queried reference-property objects are not present.',
  ],
  429: ['TooManyRequests', 'Too many requests.'],
  500: ['InternalServerError', 'An unexpected error occurred.'],
  501: ['NotImplemented', 'Not implemented.'],
  503: ['ServiceUnavailable', 'The service is unavailable.'],
  504: ['GatewayTimeout', 'The server did not answer in time.'],
}

/** The answer a `status` fault forces, if there is one among the effects. */
export function faultAnswer(effects: readonly Effect[], ids: RequestIds): Answer | undefined {
  const effect = effectOf(effects, 'status')
  if (!effect) return undefined
  const headers = retryHeaders(effect.retryAfter)
  if (effect.body === 'html' || effect.status === 502)
    return { status: effect.status, headers, body: html(effect.status) }
  if (effect.body === 'empty') return { status: effect.status, headers, body: '' }
  const [code, message] = usual[effect.status] ?? ['UnknownError', '']
  const body = graphError(ids, effect.status, effect.code ?? code, effect.message ?? message)
  return { ...body, headers }
}

const html = (status: number): string =>
  `<html><head><title>${status} Bad Gateway</title></head><body><center><h1>${status}</h1></center></body></html>`
