import type { FaultState } from './fault-state.ts'

const wherever = {
  discovery: 'Discovery',
  token: 'Sign-in',
  graph: 'Graph',
  part: 'A part of a batch',
  consent: 'The consent page',
}

const kinds: Readonly<Record<string, string>> = {
  hang: 'never answers',
  cut: 'closes the connection',
  truncate: 'stops in the middle of the answer',
  missing: 'leaves its answer out',
  upperCase: 'writes GUIDs in upper case',
  oddScopes: 'writes scopes with odd blanks',
  unknownProperties: 'adds unknown properties',
  emptyPage: 'gives an empty first page',
  expiredPageToken: 'says that the page token has expired',
  loopingPage: 'gives a next page that leads to itself',
  foreignPage: 'gives a next page on a foreign host',
  token: 'gives an odd token answer',
  neverReturns: 'sends nobody back',
  redirect: 'sends people back with odd parameters',
}

/** A fault as a sentence: `Graph answers 429, Retry-After 5`. */
export function describeFault(fault: FaultState): string {
  const path = fault.path === undefined ? '' : ` (${fault.path})`
  return `${wherever[fault.where]}${path} ${effectWords(fault)}`
}

function effectWords(fault: FaultState): string {
  if (fault.kind === 'aadsts') return `answers AADSTS${fault.code}${after(fault.retryAfter)}`
  if (fault.kind === 'status') return `answers ${fault.status}${after(fault.retryAfter)}`
  if (fault.kind === 'slow') return `answers after ${fault.ms / 1000} s`
  return kinds[fault.kind] ?? fault.kind
}

const after = (retryAfter: string | undefined): string =>
  retryAfter === undefined ? '' : `, Retry-After ${retryAfter}`
