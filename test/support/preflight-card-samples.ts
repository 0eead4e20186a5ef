import { type PreflightData, preflightCard } from '../../cards/preflight.ts'
import type { CheckData } from '../../cards/preflight-text.ts'
import type { Card } from '../../cards/render.ts'
import { hostileTenants, minutesBefore, now } from './card-subjects.ts'
import { withWho } from './with-who.ts'

const address = 'https://grantkeeper.cobaltridge.example'
const passed = (id: CheckData['id'], facts = {}): CheckData => ({ id, result: { state: 'passed', facts } })
const set = (subject: string): CheckData => ({
  id: 'setRegistration',
  subject,
  result: { state: 'passed', facts: { count: 12 } },
})

/** In the order of a run, all well. */
export const wellChecks: readonly CheckData[] = [
  passed('clock', { seconds: 0 }),
  passed('botToken', { audience: 'https://api.botframework.com' }),
  passed('readerToken', { audience: 'https://graph.microsoft.com' }),
  passed('readerRights', { names: ['Directory.Read.All', 'AuditLog.Read.All'] }),
  passed('homeConsent'),
  passed('registrations', { count: 7, all: 7 }),
  passed('botRegistration', { names: ['Access.Read', 'Events.Read', 'History.Read'] }),
  passed('botCredential', { day: '2027-10-30' }),
  passed('readerRegistration'),
  passed('readerCredential', { day: '2027-10-30' }),
  set('Directory data'),
  set('User, device and activity'),
  set('Account actions'),
  set('Labels and protected content'),
  set('Security posture'),
  passed('channelKeys', { count: 4, host: 'login.botframework.com' }),
  passed('publicUrl', { address }),
  passed('database', { what: 'PostgreSQL 18.1', tables: 'current' }),
  passed('durability', { how: 'fsync, synchronous_commit=on' }),
  passed('databaseClock', { seconds: 0 }),
  passed('approvers', { count: 3 }),
  passed('roles', { people: 4, groups: 2 }),
  passed('scopes', { holders: 0, tenants: 0 }),
  { id: 'teamsPackage', result: { state: 'skipped', why: 'noPackage' } },
]

/** The same with other results of some checks. */
const but = (...others: CheckData[]): CheckData[] =>
  wellChecks.map(
    (check) => others.find(({ id, subject }) => id === check.id && subject === check.subject) ?? check,
  )

export const brokenChecks: readonly CheckData[] = but(
  {
    id: 'readerToken',
    result: { state: 'failed', outcome: withWho({ name: 'secretExpired', code: '7000222' }) },
  },
  { id: 'readerRights', result: { state: 'skipped', why: 'needsReaderToken' } },
  {
    id: 'publicUrl',
    result: {
      state: 'failed',
      cause: 'urlRedirects',
      who: 'operator',
      facts: { address, status: 301, to: 'https://portal.cobaltridge.example/login' },
    },
  },
  {
    id: 'setRegistration',
    subject: 'Account actions',
    result: {
      state: 'failed',
      cause: 'replyAddressMissing',
      who: 'cloudApplicationAdministrator',
      facts: { address: `${address}/consent/callback` },
    },
  },
  {
    id: 'botCredential',
    result: {
      state: 'warning',
      cause: 'credentialEnding',
      who: 'cloudApplicationAdministrator',
      facts: { day: '2026-12-11', days: 11 },
    },
  },
)

const card = (given: Partial<PreflightData>): Card =>
  preflightCard({ now, checkedAt: now, checks: wellChecks, ...given })

const wrongSets: CheckData[] = Array.from({ length: 30 }, (_, at) => ({
  id: 'setRegistration',
  subject: `Set number ${at + 1} with a name that is as long as names of sets are allowed to be, or nearly so`,
  result: {
    state: 'failed',
    cause: 'permissionsMissing',
    who: 'cloudApplicationAdministrator',
    facts: {
      names: Array.from(
        { length: 40 },
        (_each, n) => `UserAuthenticationMethod.ReadWrite.All${n} (Microsoft Graph)`,
      ),
    },
  },
}))

export const preflightSamples: Readonly<Record<string, () => Card>> = {
  'preflight/well': () => card({}),
  'preflight/broken': () => card({ checks: brokenChecks }),
  'preflight/earlier': () => card({ checkedAt: minutesBefore(42) }),
  'preflight/many': () => card({ checks: wrongSets }),
  'preflight/hostile': () =>
    card({
      checks: hostileTenants.map(({ name }) => ({
        id: 'setRegistration',
        subject: name,
        result: {
          state: 'warning',
          cause: 'listDiffers',
          who: 'operator',
          facts: { more: [name], less: [name, name] },
        },
      })),
    }),
}
