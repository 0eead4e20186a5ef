import { counted } from './counted.ts'

/** Access for a time. Ends are said in full; texts passed in are already escaped. */
export const openingsEn = {
  /** Of a set that is closed by default. */
  closed: { icon: '🔒', words: 'Closed' },
  /** In a list of tenants. */
  isClosed: (set: string) => `“${set}” closed`,
  /** Behind an entry of the history. */
  ends: (end: string) => `until ${end}`,
  openUntil: (end: string) => `open until ${end}`,
  /** On a card that asks or confirms. */
  until: (end: string) => `⏳ Until **${end}**, then its apps get no data again`,
  untilNow: (end: string) => `It is open until ${end}. A new approval replaces that end.`,
  most: (hours: number) =>
    `At most for ${hours >= 48 && hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour')} at once.`,
  entraKeeps: 'Entra keeps the grant the whole time: only Grantkeeper’s answer to the apps changes.',
  /** Of the field, which can't be left empty. */
  reference: 'Ticket or case number',
  reminder: {
    title: (set: string) => `“${set}” closes soon`,
    blocks: (set: string) => `“${set}” is blocked again soon`,
    ends: (end: string) => `Open until **${end}**. Then its apps get no data.`,
    by: (by: string, approver: string) => `Opened by ${by}${approver ? `, approved by ${approver}` : ''}`,
    renew: 'To keep it open longer, ask again. Another person must approve it again.',
  },
}
