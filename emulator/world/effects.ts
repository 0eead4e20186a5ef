/** The faults that can be injected. */
export type Effect =
  /** Login or consent answers this AADSTS number. */
  | {
      kind: 'aadsts'
      code: number
      status?: number
      error?: string
      separator?: 'crlf' | 'blank'
      retryAfter?: string
    }
  /** Any HTTP response. `retryAfter` is sent unchanged: seconds, decimal or a date. */
  | {
      kind: 'status'
      status: number
      code?: string
      message?: string
      retryAfter?: string
      body?: 'json' | 'html' | 'empty'
    }
  | { kind: 'slow'; ms: number }
  /** No response ever comes; the caller must time out. */
  | { kind: 'hang' }
  /** The connection is closed without a response. */
  | { kind: 'cut' }
  /** The JSON body ends in the middle. */
  | { kind: 'truncate' }
  /** A part of a batch is missing from the response. */
  | { kind: 'missing' }
  | { kind: 'upperCase' }
  | { kind: 'oddScopes' }
  | { kind: 'unknownProperties' }
  /** Rows are about another object: this property has another ID. */
  | { kind: 'foreignRows'; property: string }
  /** The first page of a list is empty and has a next link. */
  | { kind: 'emptyPage' }
  | { kind: 'expiredPageToken' }
  /** A next link that leads to itself. */
  | { kind: 'loopingPage' }
  /** A next link to another host. */
  | { kind: 'foreignPage'; host: string }
  /** Token responses that are well-formed but unusual. */
  | { kind: 'token'; expiresIn?: number; refreshIn?: number; withoutToken?: boolean }
  /** The consent page ends without a redirect. */
  | { kind: 'neverReturns' }
  /** The consent redirect carries exactly these parameters. */
  | { kind: 'redirect'; query: Record<string, string> }

export interface Fault {
  id: string
  where: 'discovery' | 'token' | 'graph' | 'part' | 'consent'
  /** Absent: every tenant. */
  tenantId?: string
  clientId?: string
  /** Only requests (or parts) whose address contains this. */
  path?: string
  /** Number of matching requests that pass first. */
  skip: number
  /** How many times it applies; absent = until it is removed. */
  times?: number
  seen: number
  effect: Effect
}
