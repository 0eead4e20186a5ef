import { DatabaseSync } from 'node:sqlite'
import { demo } from '../../emulator/demo-world.ts'
import type { Chance } from '../model/chance.ts'
import { query } from './facts.ts'
import type { BotMessage } from './fake-connector.ts'
import type { Driver } from './fake-teams.ts'
import { people, startWholeApp, type WholeApp } from './whole-app.ts'

/** What a role limited to some tenants is called, and what it must never read of another. */
export interface Canary {
  id: string
  name: string
  domain: string
}

/** One of two worlds: with all tenants, or with only those that the limited person can see. */
export interface TwinWorld {
  app: WholeApp
  /** The limited person. */
  victor: Driver
}

export interface Twins {
  own: readonly string[]
  canaries: readonly Canary[]
  /** All tenants. */
  whole: TwinWorld
  /** The same without the foreign ones. */
  bare: TwinWorld
}

export type LimitedRole = 'viewer' | 'operator' | 'approver' | 'auditor'

const variableOf: Readonly<Record<LimitedRole, string>> = {
  viewer: 'ROLE_VIEWERS',
  operator: 'ROLE_OPERATORS',
  approver: 'ROLE_APPROVERS',
  auditor: 'ROLE_AUDITORS',
}

/** Starts both worlds at the same moment: Alice and Bob are approvers and Olivia an operator everywhere, Victor in his tenants. */
export async function startTwins(own: readonly string[], role: LimitedRole, chance: Chance): Promise<Twins> {
  const foreign = demo.tenants.filter(({ id }) => !own.includes(id))
  const canaries = foreign.map(({ id }, index) => ({
    id,
    name: `Geheimnis${index} Kanarienvogel`,
    domain: `kanarienvogel${index}.example`,
  }))
  const given = {
    ROLE_VIEWERS: '',
    ROLE_AUDITORS: '',
    ROLE_OPERATORS: people.olivia.objectId,
    ROLE_APPROVERS: `${people.alice.objectId},${people.bob.objectId}`,
  }
  const roles = {
    ...given,
    [variableOf[role]]: [given[variableOf[role] as keyof typeof given], people.victor.objectId]
      .filter(Boolean)
      .join(','),
  }
  const variables = {
    ...roles,
    ROLE_SCOPES: `${people.victor.objectId}=${own.join('+')}`,
    // Nobody is stopped from trying.
    REFUSED_ATTEMPTS_LIMIT: '10000',
    OPEN_REQUESTS_LIMIT: '1000',
  }
  const start = async (change: (database: DatabaseSync) => void): Promise<TwinWorld> => {
    // Jitter takes one byte: it must be the same in both worlds, whatever else was drawn.
    const random = (count: number) => (count === 1 ? Uint8Array.of(128) : chance.bytes(count))
    const app = await startWholeApp({ random }, undefined, variables)
    for (const { id, name, domain } of canaries)
      Object.assign(app.emulator.world.tenants.get(id) ?? {}, { displayName: name, domains: [domain] })
    await app.restart({
      between: async () => {
        const database = new DatabaseSync(app.config.database)
        change(database)
        database.close()
      },
    })
    return { app, victor: app.teams.as(people.victor) }
  }
  const whole = await start((database) => {
    const rename = database.prepare(
      'update tenants set display_name = ?, name_key = ?, default_domain = ? where id = ?',
    )
    for (const { id, name, domain } of canaries) rename.run(name, name.toLowerCase(), domain, id)
  })
  const bare = await start((database) =>
    removeTenants(
      database,
      canaries.map(({ id }) => id),
    ),
  )
  return { own, canaries, whole, bare }
}

/** Every row of every table that names one of these tenants. */
function removeTenants(database: DatabaseSync, ids: readonly string[]): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as {
    name: string
  }[]
  const marks = ids.map(() => '?').join(', ')
  for (const { name } of tables) {
    const columns = database.prepare(`pragma table_info("${name}")`).all() as { name: string }[]
    if (columns.some((column) => column.name === 'tenant_id'))
      database.prepare(`delete from "${name}" where tenant_id in (${marks})`).run(...ids)
  }
  database.prepare(`delete from tenants where id in (${marks})`).run(...ids)
}

/**
 * An answer without what may differ: addresses, tokens, codes, and the numbers that count the rows of all tenants.
 * Everything else must be equal.
 */
export function plainAnswer(answer: unknown): string {
  return (
    JSON.stringify(answer ?? '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HERE')
      .replaceAll(/(?<![\w-])[\w-]{43}(?![\w-])/g, 'TOKEN')
      // It is made of such a token.
      .replaceAll(/"proof":"[\w-]{32}"/g, '"proof":"PROOF"')
      .replaceAll(/\b[0-9A-HJ-NP-Z]{3}-[0-9A-HJ-NP-Z]{3}\b/g, 'CODE')
      .replaceAll(/"(alertId|digestId|campaignId|before)":\d+/g, '"$1":0')
      .replaceAll(/#\d+/g, '#0')
      .replaceAll(/\b(campaign) \d+/gi, '$1 0')
      // A card is also drawn again when something changes that it doesn't show.
      .replaceAll(/\d+ (?:s|min|h|hours?|days?) ago|just now/g, 'AGO')
      .replaceAll(/"v":"[0-9a-f]{16}"/g, '"v":"HASH"')
  )
}

/** The first place where two plain answers differ, with its surroundings; undefined if they are equal. */
export function differenceOf(one: unknown, other: unknown): string | undefined {
  const [a, b] = [plainAnswer(one), plainAnswer(other)]
  if (a === b) return undefined
  const at = Array.from({ length: a.length }, (_, index) => index).findIndex((index) => a[index] !== b[index])
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 120)
  return `${around(a)}\n\n${around(b)}`
}

/** The words of foreign tenants in what was told, apart from what the person said. */
export function leaksOf(canaries: readonly Canary[], told: unknown, said: unknown): string[] {
  const [text = '', question = ''] = [told, said].map((each) => JSON.stringify(each ?? '').toLowerCase())
  return canaries
    .flatMap(({ id, name, domain }) => [id, name.toLowerCase(), domain])
    .filter((secret) => text.includes(secret) && !question.includes(secret))
}

/** Everything in the chat of the limited person, as they see it. */
export const chatOf = ({ app, victor }: TwinWorld): BotMessage[] =>
  app.teams.cards(victor.conversationId).map((message) => victor.see(message))

/** IDs of the rows of a world in an order that doesn't depend on the rows of other tenants. */
export const idsOf = <T extends string | number>({ app }: TwinWorld, sql: string): T[] =>
  query<{ id: T }>(app, sql).map(({ id }) => id)
