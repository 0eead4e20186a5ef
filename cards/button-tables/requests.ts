import type { ManyKind, RequestFilter, RequestKind } from '../words/codes.ts'

/** Tenants as one short text: see `pack-ids.ts`. */
interface Order {
  kind: RequestKind
  setId?: string
  tenants: string
  /** ISO 8601, of access for a time. */
  until?: string
}

/** A request for a "what if" plan. */
interface Planned {
  plan?: string
}

interface Versioned {
  requestId: string
  v: number
}

/** Up to which page a person has read a request, and the proof. */
interface Read {
  seen: number
  proof: string
}

interface RequestPage {
  requestId: string
  page: number
  read?: Read
}

interface Place {
  filter: RequestFilter
  reference?: string
  page: number
}

/** The data of each button. */
export interface RequestInputs {
  requestGrantForm: { setId: string; tenantIds: readonly string[] }
  requestForm: Order
  previousPlanPage: Order & Planned & { page: number }
  nextPlanPage: Order & Planned & { page: number }
  requestGrant: Order & Planned & { v: string }
  requestOther: Order & Planned & { v: string; domain?: string; endZone?: string }
  confirmBlocks: Order & { v: string }
  confirmMany: Order & { kind: ManyKind; v: string }
  approve: Versioned & { read?: Read }
  deny: Versioned
  withdrawRequest: Versioned
  handOverForm: Versioned
  handOver: Versioned
  reviewRequest: { requestId: string }
  refreshRequest: { requestId: string }
  previousRequestPage: RequestPage
  nextRequestPage: RequestPage
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
  previousPlanPage: 'request.form',
  nextPlanPage: 'request.form',
  requestGrant: 'request.make',
  requestOther: 'request.make',
  confirmBlocks: 'block.confirmMany',
  confirmMany: 'order.confirmMany',
  approve: 'request.approve',
  deny: 'request.deny',
  withdrawRequest: 'request.withdraw',
  handOverForm: 'request.handOverForm',
  handOver: 'request.handOver',
  reviewRequest: 'request.show',
  refreshRequest: 'request.show',
  previousRequestPage: 'request.show',
  nextRequestPage: 'request.show',
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
