import { type Chance, makeChance } from '../model/chance.ts'
import type { Lag } from '../support/fake-connector.ts'
import type { TeamsPerson } from '../support/fake-teams.ts'
import { fullNameOf, people } from '../support/whole-app.ts'

/** What a seed decides: the same seed, the same people, tenants and delays. */
export interface Scene {
  seed: number
  chance: Chance
  /** An approver. */
  actor: TeamsPerson
  operator: TeamsPerson
  /** Cards that stand open in chats before anything begins, and follow. */
  watchers: readonly string[]
  /** What somebody else does at the same time, if anybody does. */
  aside: string | undefined
  lagMs: Lag
}

const asides = [
  `sync ${fullNameOf('Adatum')}`,
  `sync ${fullNameOf('Humongous')}`,
  `sync ${fullNameOf('Northwind')}`,
  'status Fabrikam',
  'alerts',
  'requests',
]
const views = ['status Fabrikam', 'status Contoso', 'status Woodgrove', 'status Adatum', 'whoami'] as const

export function makeScene(seed: number): Scene {
  const chance = makeChance(seed)
  return {
    seed,
    chance,
    actor: chance.pick([people.alice, people.bob]),
    operator: people.olivia,
    watchers: Array.from({ length: chance.number(3) }, () => chance.pick(views)),
    aside: chance.oneIn(3) ? undefined : chance.pick(asides),
    lagMs: makeLag(seed),
  }
}

const longestLagMs = 30

/** The same request has the same delay, whatever came before it. */
function makeLag(seed: number): Lag {
  const times = new Map<string, number>()
  return (method, path) => {
    const key = `${method} ${path}`
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    return makeChance(seed ^ hash(`${key} ${time}`)).number(longestLagMs + 1)
  }
}

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619), 2_166_136_261)
