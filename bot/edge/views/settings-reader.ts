import type { Scope } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import type { Actor } from '../teams/actions/actor.ts'

/** Who reads the settings: what the card leaves out depends on it. */
export interface SettingsReader {
  /** Of the role viewer. */
  scope: Scope
  /** With the role operator in every tenant. */
  isOperator: boolean
}

export const settingsReader = (actor: Actor): SettingsReader => ({
  scope: scopeOf(actor, 'viewer'),
  isOperator: scopeOf(actor, 'operator') === 'all',
})
