import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { AppRef, SetRef } from './subjects.ts'
import type { Role } from './words/codes.ts'

export interface SettingsData {
  now: Date
  version: string
  suite: string
  catalog: { version: number; source: string; sets: number; permissions: number }
  tenants: number
  publicUrl: string
  syncEveryMs: number
  nextSyncAt?: Date
  demo: boolean
  /** Number of configured people and groups per role. */
  roles: Readonly<Record<Role, number>>
  sets: readonly {
    set: SetRef
    apps: readonly AppRef[]
    /** Where its requirement list comes from. */
    source: 'registration' | 'catalog'
    readAt?: Date
    /** Why the last reading could not be used. */
    problem?: string
    /** What is wrong with the app registration, so that consent would fail. */
    registration: readonly RegistrationProblem[]
    /** Credential of the registration, if it ends within 60 days. */
    credentialEndsAt?: Date
  }[]
  /** Operator alarms that belong to no set. */
  problems: readonly string[]
}

/** Why consent to a set cannot succeed as its app registration stands. */
export type RegistrationProblem =
  | 'unreadable'
  | 'absent'
  | 'empty'
  | 'disabled'
  | 'singleTenant'
  | 'replyAddressMissing'
  | 'permissionsMissing'

export function settingsCard(data: SettingsData): Card {
  return frame({
    fallbackText: 'Settings',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
