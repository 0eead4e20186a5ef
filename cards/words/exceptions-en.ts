import type { ExceptionEnd } from './codes.ts'
import { counted } from './counted.ts'

/** Findings that are accepted until a date. Texts passed in are already escaped. */
export const exceptionsEn = {
  icon: '⚑',
  /** Of a number of sets. */
  count: (n: number) => `⚑ ${n.toLocaleString('en-US')} accepted`,
  until: (end: string, owner: string) => `accepted until ${end} · owner: ${owner}`,
  short: (end: string) => `⚑ accepted until ${end}`,
  cell: 'Accepted',
  form: {
    title: (set: string) => (set ? `Accept a finding of “${set}”` : 'Accept a finding'),
    in: (tenant: string) => `in ${tenant}`,
    hides: 'What is accepted',
    already: (end: string) => `accepted until ${end} so far; this replaces it`,
    effect:
      'It is marked ⚑ everywhere, raises no alert until the end, and counts neither as open nor as granted. It comes back when it ends or when a fact changes, such as another permission or another cause. Nothing changes in Entra, and no app gets more or less.',
    pick: 'Which of them?',
    reason: 'Why is it acceptable?',
    reasonHint: 'At least 10 characters; everyone who sees it reads this',
    day: (days: number) => `Until the end of this day, ${days} days from now at most`,
    owner: 'Who owns it, and is reminded before it ends?',
    self: 'I do',
  },
  list: {
    title: 'Exceptions',
    in: (tenant: string) => `in ${tenant}`,
    count: (n: number) =>
      n === 0 ? 'None counts now.' : `${counted(n, 'finding is', 'findings are')} accepted now`,
    empty: 'Nothing is accepted here. Alerts and the details of a set have a button for it.',
    all: 'All exceptions',
    whole: 'whole tenant',
    reason: (text: string) => `“${text}”`,
    until: (end: string) => `until ${end}`,
    owner: (name: string) => `owner: ${name}`,
    by: (name: string, time: string) => `accepted by ${name}, ${time}`,
    approvedBy: (name: string) => `approved by ${name}`,
  },
  reminder: {
    title: (end: string) => `⏰ An exception ends ${end}`,
    next: 'Then it counts again and its alert comes back. Renew it, or mend it before.',
  },
  ended: {
    title: {
      expired: () => '⚑ An exception has ended',
      woken: () => '⚑ An exception has ended: the facts have changed',
      withdrawn: (by) => `⚑ An exception was withdrawn${by ? ` by ${by}` : ''}`,
      renewed: (by) => `⚑ An exception was renewed${by ? ` by ${by}` : ''}`,
      recovered: () => '⚑ An exception is over: what it hid is gone',
      removed: (by) => `⚑ An exception is over: the tenant was removed${by ? ` by ${by}` : ''}`,
    } satisfies Record<ExceptionEnd, (by: string) => string>,
    next: 'It counts again, and its alert is open again.',
  },
  /** On the card for whoever stands in for an owner without a role. */
  ownerGone: (name: string) => `${name}, who owns it, has no role for this tenant anymore.`,
  /** Lines of a request. */
  request: {
    hides: (what: string) => `⚑ Would hide: **${what}**`,
    until: (end: string) => `Until: ${end}`,
    owner: (name: string) => `Owner: ${name}`,
  },
}
