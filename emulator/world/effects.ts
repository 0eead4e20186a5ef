/** What can go wrong on purpose. */
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
  /** Any HTTP answer. `retryAfter` is sent as it stands: seconds, decimal or a date. */
  | {
      kind: 'status'
      status: number
      code?: string
      message?: string
      retryAfter?: string
      body?: 'json' | 'html' | 'empty'
    }
  | { kind: 'slow'; ms: number }
  /** No answer ever comes; the caller has to give up. */
  | { kind: 'hang' }
  /** The connection is closed without an answer. */
  | { kind: 'cut' }
  /** The JSON body ends in the middle. */
  | { kind: 'truncate' }
  /** A part of a batch is left out of the answer. */
  | { kind: 'missing' }
  | { kind: 'upperCase' }
  | { kind: 'oddScopes' }
  | { kind: 'unknownProperties' }
  /** The first page of a list is empty and has a next link. */
  | { kind: 'emptyPage' }
  | { kind: 'expiredPageToken' }
  /** A next link that leads to itself. */
  | { kind: 'loopingPage' }
  /** A next link to another host. */
  | { kind: 'foreignPage'; host: string }
  /** Token answers that are well-formed and odd. */
  | { kind: 'token'; expiresIn?: number; refreshIn?: number; withoutToken?: boolean }
  /** The consent page says "thank you" and nobody comes back. */
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
  /** So many matching requests go through first. */
  skip: number
  /** So often it strikes; absent = until it is removed. */
  times?: number
  seen: number
  effect: Effect
}
