import { frame } from './frame.ts'
import layoutJson from './not-allowed.json' with { type: 'json' }
import type { RefusedAct } from './refused-act.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { unreadAct, wayButtons, waysOn } from './ways-on.ts'
import { whomToAsk } from './whom-to-ask.ts'
import type { Role } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface NotAllowedData {
  now: Date
  reason: 'NO_ROLE' | 'ROLE_MISSING' | 'PERSON_FOREIGN'
  /** The role that it needs. */
  needs?: Role
  has?: readonly Role[]
  /** Names of people or a contact line from the configuration. */
  ask: readonly string[]
  /** What was refused, for the form that asks somebody who may. */
  act?: RefusedAct | undefined
  /** Of the person; whoever gives a role needs it. */
  objectId?: string | undefined
}

interface Filled {
  title: string
  what: string
  next: string
  hint: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** A polite refusal with the people to ask. People from outside get no names and no buttons. */
export function notAllowedCard({ reason, needs, has = [], ask, act, objectId }: NotAllowedData): Card {
  const facts: Record<string, string> = {
    needs: needs ? words.roles[needs].name : '',
    has: has.map((role) => words.roles[role].name).join(', '),
  }
  const { title, what, next } = words.errors[reason]
  const fact = (name: string, otherwise = ''): string => facts[name] || otherwise
  const known = reason !== 'PERSON_FOREIGN'
  const filled = layout({
    title,
    what: what(fact),
    next: known && ask.length > 0 ? whomToAsk(ask) : next(fact),
    hint: known && objectId ? words.notAllowed.objectId(objectId) : '',
    actions: wayButtons(waysOn(reason, act ?? unreadAct, {})),
  })
  return frame(filled, `${title}. ${what(fact)}`)
}
