import type { Severity } from '#domain/alerts/alert.ts'
import type { CatalogApp, PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import type { Actor } from '../actions/actor.ts'

/** What a command takes beside its own words, in any order. Whatever else stands in the line makes it ask. */
export interface Form {
  /** The name of an app stands for its set. */
  set?: 'needed' | 'optional'
  /** An app itself, as its name says it. */
  app?: 'needed'
  tenants?: 'one' | 'several' | 'optional'
  severity?: 'optional'
  /** A ticket or case number: after "ref", "case", or the like, or by its looks. */
  reference?: 'optional'
  /** Words that can be said, with what they mean. */
  choices?: Readonly<Record<string, string>>
  choice?: 'needed'
  /** "For 8 hours" or "until Friday". `asked`: what it does has no end, so a line that names one is asked about. */
  until?: 'optional' | 'asked'
}

/** What a line gave for a form. */
export interface Given {
  set?: PermissionSet
  app?: CatalogApp
  tenants: readonly Tenant[]
  severity?: Severity
  reference?: string
  choice?: string
  /** When it is to end. */
  until?: Date
}

/** A command with what was typed after it, and who asks. */
export interface Asked {
  word: string
  usage: string
  args: string
  form: Form
  /** Changes or orders something. */
  acts: boolean
  /** It acts at once, so what only resembles a name is asked about. */
  actsAtOnce: boolean
  actor: Actor
  /** In which the person means times. Default: UTC. */
  timeZone?: string
  deps: Pick<Deps, 'catalog' | 'database' | 'directory' | 'clock'>
}
