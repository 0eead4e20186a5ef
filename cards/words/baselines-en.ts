import { counted } from './counted.ts'

/** What explains the grants of a tenant. Texts passed in are already escaped. */
export const baselinesEn = {
  accept: {
    title: (n: number) => `Accept ${n === 1 ? 'this permission' : `these ${n} permissions`}?`,
    of: (set: string, where: string) => `“${set}” ${where}`,
    effect:
      'It says that they are right: they become part of the baseline, their alert ends, and they aren’t reported again. Nothing changes in Entra.',
    label: 'Why is this right? The history keeps your reason.',
    hint: 'Who granted it, and what for',
  },
  /** On the card of the tenant. */
  unconfirmed: '🔎 Nobody has confirmed what the first read found granted: see Baseline.',
  required: 'required',
  notRequired: '⚠️ not required',
  found: {
    title: (tenant: string) => `Granted in ${tenant} before Grantkeeper came`,
    open: (total: number, beyond: number) =>
      `The first read found ${counted(total, 'permission')}${beyond === 0 ? ', all of them required' : `. ${beyond === 1 ? '1 isn’t' : `${beyond} aren’t`} required by any set`}.`,
    none: 'Nothing is waiting to be confirmed.',
    how: 'From now on, whatever is granted there by anything but a link, a request, or an acceptance is an alert. Check once that what was there before is right.',
    second: (n: number) =>
      `⚠️ ${counted(n, 'tier-0 permission')} beyond what is required: a second person must confirm.`,
    required: (n: number) => `${counted(n, 'required permission')}`,
    confirmed: (by: string, time: string) => `✅ Confirmed by **${by}**, ${time}`,
    approvedBy: (by: string) => `approved by ${by}`,
    nothingThere: 'The first read found nothing granted.',
    later: (n: number) => `Explained since: ${counted(n, 'permission')}`,
    how2: {
      link: (by: string, code: string) => `by link ${code} of ${by}`,
      beyond: (by: string, code: string) => `came with link ${code} of ${by}, beyond its list`,
      accepted: (by: string, why: string) => `accepted by ${by}${why ? `: “${why}”` : ''}`,
    },
    notReadYet: 'This tenant was not read yet.',
  },
}
