import type { Card, Element } from '../../../../cards/render.ts'
import type { TeamsActivity } from './activity.ts'

/** Marks a request of the SDK, whose client knows no parameters of the query; it never reaches the channel. */
const header = 'x-targeted'

/** Options of a request for a message that one member of the conversation alone sees. */
export const targetedRequest = { customHeaders: { [header]: 'true' } }

interface OutgoingRequest {
  url: string
  headers: { get(name: string): string | undefined; delete(name: string): unknown }
}

/** Replaces the mark by the parameter that Teams reads. */
export const targetedPolicy = {
  name: 'targetedPolicy',
  sendRequest<R extends OutgoingRequest>(request: R, next: (request: R) => unknown): unknown {
    if (request.headers.get(header)) {
      request.headers.delete(header)
      request.url += `${request.url.includes('?') ? '&' : '?'}isTargetedActivity=true`
    }
    return next(request)
  },
}

/** The field of a button that says that its card is in a targeted message: Teams doesn't promise to say so about a click. */
export const targetedField = 'targeted'

/** The card with this field in each of its buttons. */
export const markTargeted = (card: Card): Card => marked(card) as Card

function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, key === 'data' ? inner : marked(inner)])
  const copy = Object.fromEntries(entries) as Element
  const sends = copy.type === 'Action.Execute' || copy.type === 'Action.Submit'
  return sends ? { ...copy, data: { ...(copy.data as object | undefined), [targetedField]: true } } : copy
}

/** True for a line that was sent to the bot alone, and for a click on a card that one person alone sees. */
export const isTargetedActivity = ({ recipient, value }: TeamsActivity): boolean =>
  recipient.isTargeted === true || fieldOf(value) === true || fieldOf(value, 'action', 'data') === true

function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let inner = value
  for (const key of [...path, targetedField]) {
    if (typeof inner !== 'object' || inner === null) return undefined
    inner = (inner as Readonly<Record<string, unknown>>)[key]
  }
  return inner
}
