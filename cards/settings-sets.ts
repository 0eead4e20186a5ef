import { type OutcomeData, outcomeLine } from './outcome.ts'
import type { AppRef, SetRef } from './subjects.ts'
import { age, capital, day, dotted, escapeMarkdown } from './text.ts'
import type { RegistrationProblem } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface SettingsSet {
  set: SetRef
  apps: readonly AppRef[]
  /** Where its requirement list comes from. */
  source: 'registration' | 'catalog'
  /** Absent: its registration was never read. */
  readAt?: Date
  /** Why the last reading failed. */
  outcome?: OutcomeData
  /** What is wrong with the app registration, so that consent would fail. */
  registration: readonly RegistrationProblem[]
  /** Credential of the registration, if it ends within 60 days. */
  credentialEndsAt?: Date
}

/** The app registration of one set, as a row of the settings. */
export interface SetRow {
  icon: string
  name: string
  state: string
  source: string
}

export function iconOfSet({ registration, credentialEndsAt, readAt }: SettingsSet): string {
  if (registration.some((each) => each !== 'unreadable' && each !== 'tierZeroUnexplained')) return '❌'
  if (registration.length > 0 || credentialEndsAt) return '⚠️'
  return readAt ? '✅' : '❔'
}

function problemText(problem: RegistrationProblem, outcome: OutcomeData | undefined): string {
  const what = words.settings.registration[problem]
  const why = outcome && (problem === 'unreadable' || problem === 'outdated') ? outcomeLine(outcome) : ''
  return why ? words.settings.because(what, why) : what
}

export function rowOfSet(each: SettingsSet, now: Date): SetRow {
  const { set, source, readAt, outcome, registration, credentialEndsAt } = each
  const wrong = [
    ...registration.map((code) => problemText(code, outcome)),
    ...(credentialEndsAt ? [words.settings.credential(day(credentialEndsAt, now))] : []),
  ]
  const well = readAt ? words.settings.ready : words.settings.notRead
  return {
    icon: iconOfSet(each),
    name: escapeMarkdown(set.name),
    state: capital(wrong.length > 0 ? wrong.join('; ') : well),
    source: capital(dotted(words.settings.source[source], readAt && words.settings.read(age(readAt, now)))),
  }
}
