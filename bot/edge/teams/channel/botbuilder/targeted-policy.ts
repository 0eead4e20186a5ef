/** Marks a request of the SDK, whose client knows no parameters of the query; it never reaches the channel. */
const header = 'x-targeted'

/** Options of a request for a message that one member of the conversation alone sees. */
export const targetedRequest = { customHeaders: { [header]: 'true' } }

interface OutgoingRequest {
  url: string
  headers: { get(name: string): string | undefined; delete(name: string): unknown }
}

/** Replaces the mark by the parameter that Teams reads. */
export const targetedPolicy = {
  name: 'targetedPolicy',
  sendRequest<R extends OutgoingRequest>(request: R, next: (request: R) => unknown): unknown {
    if (request.headers.get(header)) {
      request.headers.delete(header)
      request.url += `${request.url.includes('?') ? '&' : '?'}isTargetedActivity=true`
    }
    return next(request)
  },
}
