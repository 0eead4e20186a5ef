import type { RequestFilter, RequestKind } from '../words/codes.ts'

/** Tenants as one short text: see `pack-ids.ts`. */
interface Order {
  kind: RequestKind
  setId?: string
  tenants: string
}

interface Versioned {
  requestId: string
  v: number
}

interface Place {
  filter: RequestFilter
  page: number
}

/** The data of each button. */
export interface RequestInputs {
  requestGrantForm: { setId: string; tenantIds: readonly string[] }
  requestForm: Order
  requestGrant: Order & { v: string }
  requestOther: Order & { v: string }
  approve: Versioned
  deny: Versioned
  withdrawRequest: Versioned
  handOverForm: Versioned
  handOver: Versioned
  reviewRequest: { requestId: string }
  refreshRequest: { requestId: string }
  openRequest: { requestId: string }
  backToRequest: { requestId: string }
  askAgain: { requestId: string }
  requests: Record<string, never>
  requestsToDecide: { filter: 'toDecide' }
  requestsMine: { filter: 'mine' }
  requestsOpen: { filter: 'open' }
  requestsEnded: { filter: 'ended' }
  previousRequests: Place
  nextRequests: Place
  listenRequests: Record<string, never>
  silenceRequests: Record<string, never>
}

/** Which action each button runs. */
export const requestVerbs = {
  requestGrantForm: 'grant.plan',
  requestForm: 'request.form',
  requestGrant: 'request.make',
  requestOther: 'request.make',
  approve: 'request.approve',
  deny: 'request.deny',
  withdrawRequest: 'request.withdraw',
  handOverForm: 'request.handOverForm',
  handOver: 'request.handOver',
  reviewRequest: 'request.show',
  refreshRequest: 'request.show',
  openRequest: 'request.show',
  backToRequest: 'request.show',
  askAgain: 'request.again',
  requests: 'request.list',
  requestsToDecide: 'request.list',
  requestsMine: 'request.list',
  requestsOpen: 'request.list',
  requestsEnded: 'request.list',
  previousRequests: 'request.list',
  nextRequests: 'request.list',
  listenRequests: 'request.listen',
  silenceRequests: 'request.silence',
} as const satisfies Record<keyof RequestInputs, string>
