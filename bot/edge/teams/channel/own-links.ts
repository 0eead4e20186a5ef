import type { Card } from '../../../../cards/render.ts'

/** True for a card with a link that is for one person: a consent link, or one to a file. It is shown in their own chat only. */
export type HoldsOwnLink = (card: Card) => boolean

/** The paths of the bot's pages that a link opens without asking who came. */
const paths = ['consent', 'export', 'pack']

export function makeHoldsOwnLink(publicUrl: string): HoldsOwnLink {
  const starts = paths.map((path) => `${publicUrl}/${path}/`)
  const isOwn = (key: string, text: string): boolean =>
    key === 'url'
      ? starts.some((start) => text.startsWith(start))
      : starts.some((start) => text.includes(`](${start}`))
  const holds = (value: unknown, key = ''): boolean => {
    if (typeof value === 'string') return isOwn(key, value)
    if (typeof value !== 'object' || value === null) return false
    return Array.isArray(value)
      ? value.some((each) => holds(each, key))
      : Object.entries(value).some(([name, inner]) => holds(inner, name))
  }
  return holds
}
