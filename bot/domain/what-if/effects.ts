import type { Status } from '../status/status.ts'

/** A set in a tenant. */
interface Place {
  tenantId: string
  setId: string
}

/** Everything that one transaction of an act changes for people and apps. */
export interface Effects {
  /** Entries of the history. */
  entries: readonly { action: string; tenantId?: string; setId?: string }[]
  statuses: readonly (Place & { from?: Status; to?: Status })[]
  /** Where the access API answers differently afterwards. */
  access: readonly (Place & { allowed: boolean })[]
  /** Consent links that are handed out, and those that end. */
  links: readonly { tenantId: string; kind: 'connection' | 'set'; change: 'made' | 'ended' }[]
  /** New messages: what they show, and where. */
  cards: readonly { kind: string; address: string }[]
}

export const effectKinds = [
  'entries',
  'statuses',
  'access',
  'links',
  'cards',
] as const satisfies readonly (keyof Effects)[]

/** Each effect as a text, so that two effects can be compared. The same effect can occur several times. */
function textsOf(effects: Effects): string[] {
  return effectKinds.flatMap((kind) => effects[kind].map((each) => `${kind} ${JSON.stringify(sorted(each))}`))
}

const sorted = (each: object) => Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))

export function isSameEffects(a: Effects, b: Effects): boolean {
  const [first, second] = [textsOf(a).toSorted(), textsOf(b).toSorted()]
  return first.length === second.length && first.every((text, at) => text === second[at])
}

/** What of `now` was not foreseen, and what of `then` doesn't happen any more. */
export const differenceOfEffects = (then: Effects, now: Effects): { added: Effects; gone: Effects } => ({
  added: without(now, then),
  gone: without(then, now),
})

function without(effects: Effects, others: Effects): Effects {
  const left = new Map<string, number>()
  for (const text of textsOf(others)) left.set(text, (left.get(text) ?? 0) + 1)
  const keep = <T extends object>(kind: keyof Effects, all: readonly T[]): T[] =>
    all.filter((each) => {
      const text = `${kind} ${JSON.stringify(sorted(each))}`
      const count = left.get(text) ?? 0
      if (count > 0) left.set(text, count - 1)
      return count === 0
    })
  return {
    entries: keep('entries', effects.entries),
    statuses: keep('statuses', effects.statuses),
    access: keep('access', effects.access),
    links: keep('links', effects.links),
    cards: keep('cards', effects.cards),
  }
}
