import { makeCompartment } from '../base/bulkhead.ts'
import { unread } from './graph-client.ts'
import { type HttpClient, outcomeOfAbort } from './http-client.ts'
import { makeOutcome } from './outcomes.ts'

/** The same client with at most so many requests under way; the others wait as long as their own time allows. */
export function limitInFlight(http: HttpClient, most: number): HttpClient {
  const compartment = makeCompartment({ most })
  return {
    ...http,
    async send(request) {
      const { signal } = request
      const leave = await compartment.enter(signal)
      if (!leave) return unread(signal ? outcomeOfAbort(signal) : makeOutcome('network', 'readCancelled'))
      try {
        return await http.send(request)
      } finally {
        leave()
      }
    },
  }
}
