import type { Scope } from '#domain/people/role-reading.ts'

/**
 * `nothing`: no tenant at all. `ownTenants`: the tenants in the person's scope, which the handler keeps to. `conversation`: the
 * alert subscriptions of the conversation. `everything`: all tenants, or the whole installation.
 */
type PlainReach = 'nothing' | 'ownTenants' | 'conversation' | 'everything'

/** What an action touches. An action that doesn't say it touches everything. */
export type Reach = PlainReach | NamedReach

interface NamedReach {
  /** Fields of the input that name tenants, or a subject that belongs to tenants. */
  named: readonly string[]
  /** Counts if the input has none of these fields, or only empty lists. */
  otherwise: PlainReach
}

/** The tenants named by these fields of the input; without any of them: everything. */
export const namedBy = (...named: string[]): NamedReach => ({ named, otherwise: 'everything' })

/** The same for an input that may leave them out. */
export const namedOr = (otherwise: PlainReach, ...named: string[]): NamedReach => ({ named, otherwise })

/** The tenants that one call concerns. */
export type Concern = Scope | 'nothing'
