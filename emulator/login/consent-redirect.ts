import type { VirtualClock } from '../clock.ts'
import { describe, type LoginFailure } from './aadsts.ts'

/** What differs between redirects; derived from a counter, so that every run varies in the same way. */
export interface Variation {
  /** 0, 1, 2 … */
  number: number
  origin: string
  clock: VirtualClock
}

type Pairs = [string, string][]

/** The redirect after Accept. `tenant` and the order of the parameters vary as they do at Microsoft. */
export function successRedirect(
  redirectUri: string,
  facts: { tenantId: string; state: string | undefined; scope: string | undefined },
  variation: Variation,
): string {
  const pairs: Pairs = [
    ['admin_consent', 'True'],
    ['tenant', facts.tenantId],
  ]
  if (facts.state !== undefined) pairs.push(['state', facts.state])
  if (facts.scope !== undefined) pairs.push(['scope', facts.scope])
  return build(redirectUri, pairs, variation)
}

/** The redirect after a failure: with and without `admin_consent=True`, both separators, usually with `error_uri`. */
export function failureRedirect(
  redirectUri: string,
  failure: LoginFailure,
  state: string | undefined,
  variation: Variation,
): string {
  const separator = failure.separator ?? (variation.number % 2 === 0 ? 'crlf' : 'blank')
  const pairs: Pairs = [
    ['error', failure.error],
    ['error_description', describe(failure, variation.clock.now(), separator)],
  ]
  if (variation.number % 4 !== 3) pairs.push(['error_uri', `${variation.origin}/error?code=${failure.code}`])
  if (failure.code === 65004 || variation.number % 2 === 0) pairs.push(['admin_consent', 'True'])
  if (state !== undefined) pairs.push(['state', state])
  return build(redirectUri, pairs, variation)
}

/** The redirect when the page was left: no code, no description. */
export function backRedirect(redirectUri: string, state: string | undefined, variation: Variation): string {
  const pairs: Pairs = [
    ['error', 'access_denied'],
    ['error_subcode', 'cancel'],
  ]
  if (state !== undefined) pairs.push(['state', state])
  return build(redirectUri, pairs, variation)
}

/** Exactly these parameters. */
export function givenRedirect(
  redirectUri: string,
  query: Record<string, string>,
  state: string | undefined,
): string {
  const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, value])
  if (state !== undefined && !('state' in query)) pairs.push(['state', state])
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${encode(pairs, false)}`
}

function build(redirectUri: string, pairs: Pairs, variation: Variation): string {
  const turn = variation.number % pairs.length
  const turned = [...pairs.slice(turn), ...pairs.slice(0, turn)]
  const query = encode(turned, variation.number % 3 === 1)
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`
}

function encode(pairs: Pairs, plusForBlank: boolean): string {
  const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')
  return plusForBlank ? text.replaceAll('%20', '+') : text
}
