import { makeBulkhead } from '../base/bulkhead.ts'
import { notRead } from './graph-client.ts'
import { type HttpClient, outcomeOfAbort } from './http-client.ts'
import { makeOutcome } from './outcomes.ts'

/** Limits the client to `most` requests in flight; others wait until their own signal aborts. */
export function withBulkhead(http: HttpClient, most: number): HttpClient {
  const bulkhead = makeBulkhead({ most })
  return {
    ...http,
    async send(request) {
      const { signal } = request
      const leave = await bulkhead.enter(signal)
      if (!leave) return notRead(signal ? outcomeOfAbort(signal) : makeOutcome('network', 'readCancelled'))
      try {
        return await http.send(request)
      } finally {
        leave()
      }
    },
  }
}
