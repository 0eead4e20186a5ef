import type { FaultState } from './fault-state.ts'

const wherever = {
  discovery: 'Discovery',
  token: 'Sign-in',
  graph: 'Graph',
  part: 'Part of a batch',
  consent: 'The consent page',
}

const kinds: Readonly<Record<string, string>> = {
  hang: 'never responds',
  cut: 'closes the connection',
  truncate: 'stops in the middle of the response',
  missing: 'leaves out its response',
  upperCase: 'writes GUIDs in uppercase',
  oddScopes: 'writes scopes with odd spaces',
  unknownProperties: 'adds unknown properties',
  foreignRows: 'returns rows about another object',
  emptyPage: 'returns an empty first page',
  expiredPageToken: 'reports that the page token has expired',
  loopingPage: 'returns a next page that leads to itself',
  foreignPage: 'returns a next page on another host',
  token: 'returns an odd token response',
  neverReturns: 'never redirects back',
  redirect: 'redirects back with odd parameters',
}

/** A fault as a sentence: `Graph returns 429, Retry-After 5`. */
export function describeFault(fault: FaultState): string {
  const path = fault.path === undefined ? '' : ` (${fault.path})`
  return `${wherever[fault.where]}${path} ${effectWords(fault)}`
}

function effectWords(fault: FaultState): string {
  if (fault.kind === 'aadsts') return `returns AADSTS${fault.code}${after(fault.retryAfter)}`
  if (fault.kind === 'status') return `returns ${fault.status}${after(fault.retryAfter)}`
  if (fault.kind === 'slow') return `responds after ${fault.ms / 1000} s`
  return kinds[fault.kind] ?? fault.kind
}

const after = (retryAfter: string | undefined): string =>
  retryAfter === undefined ? '' : `, Retry-After ${retryAfter}`
