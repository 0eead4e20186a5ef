import type { RequestInputs } from '../../button-tables/requests.ts'

/** Titles of the buttons of requests. */
export const requestButtonsEn = {
  requestGrantForm: 'Request grant',
  requestForm: 'Request',
  requestGrant: 'Request grant',
  requestOther: 'Request',
  approve: 'Approve',
  deny: 'Deny',
  withdrawRequest: 'Withdraw',
  handOverForm: 'Hand over',
  handOver: 'Hand over',
  reviewRequest: 'Review',
  refreshRequest: 'Refresh',
  openRequest: 'Open',
  backToRequest: 'Cancel',
  askAgain: 'Ask again',
  requests: 'Requests',
  requestsToDecide: 'To decide',
  requestsMine: 'Mine',
  requestsOpen: 'All open',
  requestsEnded: 'Ended',
  previousRequests: 'Previous',
  nextRequests: 'Next',
  listenRequests: 'Post requests here',
  silenceRequests: 'Stop posting here',
} as const satisfies Record<keyof RequestInputs, string>
