import { compactRow } from './elements/rows.ts'
import { statusText } from './elements/status-marks.ts'
import type { Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { capital, escapeMarkdown, list } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** What a transaction of an act would do, as far as the reader may see it. */
export interface WhatIfEffects {
  access: readonly { apps: readonly string[]; tenants: readonly TenantRef[]; allowed: boolean }[]
  statuses: readonly {
    set: SetRef
    tenants: readonly TenantRef[]
    from?: Status | undefined
    to?: Status | undefined
  }[]
  links: readonly {
    kind: 'connection' | 'set'
    change: 'made' | 'ended'
    tenants: readonly TenantRef[]
    count: number
  }[]
  /** New messages. `people`: in whose own chats; `others`: in how many other conversations. */
  cards: readonly {
    kind: string
    isOwn: boolean
    isHere: boolean
    people: readonly string[]
    others: number
  }[]
  /** An open request ends. */
  voids: boolean
  /** Actions that the history would have. */
  actions: readonly string[]
}

interface Row {
  icon: string
  text: string
}

const mostNamed = 5
const named = (tenants: readonly TenantRef[]): string =>
  list(
    tenants.map(({ name }) => escapeMarkdown(name, 60)),
    mostNamed,
  )

/** One row for each kind of effect, the worst first. */
export const effectRows = (effects: WhatIfEffects): Element[] => rowsOf(effects).map(compactRow)

/** The same as sentences, for a difference. */
export const effectTexts = (effects: WhatIfEffects): string[] => rowsOf(effects).map(({ text }) => text)

function rowsOf(effects: WhatIfEffects): Row[] {
  const { whatIf } = words
  const access = effects.access.toSorted((a, b) => Number(a.allowed) - Number(b.allowed))
  const did = effects.actions.map((action) => words.history.actions[action]?.[0] ?? escapeMarkdown(action))
  return [
    ...access.map(({ apps, tenants, allowed }) => {
      const names = list(
        apps.map((app) => escapeMarkdown(app, 60)),
        mostNamed,
      )
      const text = (allowed ? whatIf.starts : whatIf.stops)(names, named(tenants))
      return { icon: allowed ? '✅' : '⛔', text }
    }),
    ...effects.statuses.map(statusRow),
    ...effects.links.map(({ kind, change, tenants, count }) => ({
      icon: change === 'made' ? '🔗' : '○',
      text: change === 'made' ? whatIf.made(kind, named(tenants)) : whatIf.ended(count, named(tenants)),
    })),
    ...effects.cards.map((card) => ({
      icon: '💬',
      text: whatIf.posted(whatIf.cards[card.kind] ?? whatIf.otherCard, placesOf(card)),
    })),
    ...(effects.voids ? [{ icon: '○', text: whatIf.voids }] : []),
    ...(did.length > 0 ? [{ icon: '📖', text: whatIf.history(list(did, mostNamed)) }] : []),
  ]
}

function statusRow({ set, tenants, from, to }: WhatIfEffects['statuses'][number]): Row {
  const { status, noStatus, gone } = words.whatIf
  const then = to ? statusText(to) : gone
  const text = status(escapeMarkdown(set.name, 60), named(tenants), from ? statusText(from) : noStatus, then)
  return { icon: '→', text: capital(text) }
}

function placesOf({ isOwn, isHere, people, others }: WhatIfEffects['cards'][number]): string {
  const { ownChat, chatOf, here, elsewhere } = words.whatIf
  return list(
    [
      ...(isHere ? [here] : []),
      ...(isOwn ? [ownChat] : []),
      ...people.map((name) => chatOf(escapeMarkdown(name, 60))),
      ...(others > 0 ? [elsewhere(others)] : []),
    ],
    mostNamed,
  )
}
