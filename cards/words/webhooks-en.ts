import { counted } from './counted.ts'

/** Why a target didn't accept an event, as the delivery reports it; numbers are statuses of HTTP. */
const failures: Readonly<Record<string, string>> = {
  timedOut: 'doesn’t answer in time',
  addressRefused: 'has an address that isn’t allowed: of a private network, or of this machine',
  nameUnknown: 'has a host name that can’t be found',
  unreachable: 'can’t be reached',
  tls: 'has a certificate that isn’t trusted',
  broken: 'breaks the connection',
  '401': 'answers 401: it doesn’t accept the signature',
  '403': 'answers 403: it doesn’t accept the signature',
  '404': 'answers 404: its address is wrong',
  '410': 'answers 410: it wants no more events',
  '413': 'answers 413: events are too big for it',
  '429': 'answers 429: it has too much to do',
}

function failureText(code: string): string {
  const known = Object.hasOwn(failures, code) ? failures[code] : undefined
  if (known !== undefined) return known
  if (/^3\d\d$/.test(code)) return `answers ${code}: a redirect, which isn’t followed`
  return /^\d+$/.test(code) ? `answers ${code}` : 'fails'
}

export const webhooksEn = {
  title: (n: number) => `Webhooks · ${counted(n, 'target')}`,
  target: (name: string, host: string) => `**${name}** · ${host}`,
  /** Follows the name of the target. */
  failure: failureText,
  /** Follows "It", and ends without a period. */
  alarm: (code: string) =>
    code === '410'
      ? `${failureText(code)}. Nothing is sent until it accepts a test event`
      : `${failureText(code)}. Events wait for it and are retried for three days`,
  icons: { well: '✅', failing: '⚠️', dead: '❌', new: '○' },
  well: (moment: string) => `Accepted an event ${moment}`,
  unused: 'Nothing was sent yet',
  failing: (failure: string, moment: string) => `${failure} · last tried ${moment}`,
  gone: (moment: string) =>
    `Wants no more events (410) since ${moment}, and gets them again once it accepts a test event`,
  waiting: (n: number, oldest: string) =>
    `${counted(n, 'event')} ${n === 1 ? 'waits' : 'wait'}, the oldest since ${oldest}`,
  dead: (n: number, since: string) => `${counted(n, 'event')} couldn’t be delivered, since ${since}`,
  deadGone: (n: number) =>
    `${counted(n, 'of them', 'of them')} ${n === 1 ? 'is' : 'are'} no longer kept and can’t be sent again: the receiver reads access anew`,
}
