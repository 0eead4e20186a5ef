import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PreflightCause, PreflightSkip } from './causes.ts'
import type { PreflightWorld } from './preflight-world.ts'

export type CheckId =
  | 'botToken'
  | 'readerToken'
  | 'readerRights'
  | 'homeConsent'
  | 'registrations'
  | 'botRegistration'
  | 'readerRegistration'
  | 'setRegistration'
  | 'botCredential'
  | 'readerCredential'
  | 'channelKeys'
  | 'publicUrl'
  | 'database'
  | 'durability'
  | 'databaseClock'
  | 'disk'
  | 'clock'
  | 'approvers'
  | 'roles'
  | 'scopes'
  | 'teamsPackage'

/** What the words need: numbers, IDs, names. Names can come from outside, and are escaped where they are shown. */
export type CheckFacts = Readonly<Record<string, string | number | readonly string[]>>

export type CheckResult =
  | { state: 'passed'; facts?: CheckFacts }
  | { state: 'warning' | 'failed'; cause: PreflightCause; facts?: CheckFacts }
  /** As Microsoft answered. */
  | { state: 'failed'; outcome: Outcome }
  | { state: 'skipped'; why: PreflightSkip }

/** One thing of the configuration that is tried for real. It changes nothing. */
export interface Check {
  id: CheckId
  /** Which of several: the name of a set. */
  subject?: string
  run(world: PreflightWorld): Promise<CheckResult> | CheckResult
}

export const passed = (facts?: CheckFacts): CheckResult => ({ state: 'passed', ...(facts && { facts }) })

export const failed = (cause: PreflightCause, facts?: CheckFacts): CheckResult => ({
  state: 'failed',
  cause,
  ...(facts && { facts }),
})

export const warning = (cause: PreflightCause, facts?: CheckFacts): CheckResult => ({
  state: 'warning',
  cause,
  ...(facts && { facts }),
})

export const failedBy = (outcome: Outcome): CheckResult => ({ state: 'failed', outcome })

export const skipped = (why: PreflightSkip): CheckResult => ({ state: 'skipped', why })
