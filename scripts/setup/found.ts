import type { LocalPair } from './certificate.ts'
import type { FoundKey, FoundRegistration, Owner, Person } from './graph-shapes.ts'
import type { Which } from './marks.ts'

/** Everything that was read before a plan is made. */
export interface Found {
  tenant: { id: string; name: string; domain: string }
  person: Person
  registrations: Readonly<Record<Which, FoundApp | undefined>>
  /** The service principal of Microsoft Graph. */
  graphPrincipalId: string
  /** Application permissions of Graph that the reader has at home, by ID. */
  readerRoles: readonly string[]
  /** By the ID of the set; all of them are there. */
  sets: Readonly<Record<string, FoundRegistration>>
  local: FoundLocally
}

export interface FoundApp {
  registration: FoundRegistration
  /** It was deleted less than 30 days ago and comes back with the same IDs. */
  isDeleted: boolean
  keys: readonly FoundKey[]
  /** How many client secrets it has. */
  secrets: number
  trusts: readonly { issuer: string; subject: string }[]
  /** Each can give it credentials, whenever they like. */
  owners: readonly Owner[]
  /** Absent: it can't sign in at home yet. */
  principalId?: string
}

export interface FoundLocally {
  /** The text of `.env`; undefined: there is none. */
  environmentText: string | undefined
  /** The values in it. */
  environment: Readonly<Record<string, string | undefined>>
  pairs: Readonly<Record<Which, LocalPair>>
  hasLinkSecret: boolean
  /** The Teams package is there, with these values. */
  isPackaged: boolean
}

/** How an app proves what it is: a certificate made here, a token of another issuer, or what `.env` names already. */
export type CredentialChoice =
  | { kind: 'certificate' }
  | { kind: 'federated'; issuer: string; subject: string; tokenFile: string }
  | { kind: 'kept' }

/** What the person decided. */
export interface Answers {
  name: string
  slug: string
  publicUrl: string
  setClientIds: Readonly<Record<string, string>>
  /** Object IDs of people, and `group:` with that of a group. */
  approvers: readonly string[]
  database: { variable: 'DATABASE_FILE' | 'DATABASE_URL'; value: string }
  /** The bot is this managed identity, and has no registration. */
  managedIdentity?: string
  credentials: Readonly<Record<Which, CredentialChoice>>
  /** Of the Teams package. */
  appVariables: Readonly<Record<string, string>>
  /** What names the cloud, as far as it was given. */
  cloudVariables: Readonly<Record<string, string>>
}

export const linkSecretFile = 'data/keys/link-secret'
