import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { isActing } from '#edge/teams/actions/action.ts'
import type { Actor } from '#edge/teams/actions/actor.ts'
import { activitySchema } from '#edge/teams/channel/activity.ts'
import { findByLine, makeTables } from '#edge/teams/turns/find-action.ts'
import { readTyped } from '#edge/teams/turns/read-typed.ts'
import type { HandlerDeps } from '#edge/views/handler-deps.ts'
import { UserError } from '#platform/base/errors.ts'
import { demo } from '../../emulator/demo-world.ts'
import { openTestDatabase, temporaryFile } from '../support/databases.ts'
import { writeReadFile } from '../support/seeded-file.ts'
import { people } from '../support/whole-app.ts'

export interface Heard {
  /** As in an `ExpectedLine`. */
  outcome: string
  /** The lines that the question's buttons send, and their titles. */
  offers: readonly string[]
  /** Something is ordered, planned, or changed. */
  acts: boolean
}

const homes = new Map([
  ...demo.tenants.map(({ domain, id }) => [domain, id] as const),
  ...demo.tenants.map(({ domain, id }) => [`${domain.split('.', 1)[0]}.onmicrosoft.com`, id] as const),
])

/** Leads lines of Alice, who may do everything, to their action as a turn does, on the database of the demo. */
export async function hearLines(): Promise<(line: string | Record<string, unknown>) => Promise<Heard>> {
  const file = await temporaryFile()
  await writeReadFile(file)
  const database = await openTestDatabase(undefined, file)
  const directory = {
    resolveTenant: async (domain: string) => {
      const id = homes.get(domain)
      if (id === undefined) throw new UserError('TENANT_NOT_FOUND_AT_MICROSOFT', { text: domain })
      return id
    },
  }
  const deps = {
    database,
    directory,
    catalog: await loadCatalog(),
    clock,
    tables: { actions, commands },
  } as unknown as HandlerDeps
  const tables = makeTables(actions, commands, deps)
  return async (message) => {
    const typed = readTyped(activityOf(message), true)
    if (!typed) throw new Error('Expected a message for the bot')
    const found = findByLine(tables, typed)
    if (!found.known) return { outcome: `ask ${found.code}`, offers: found.nearest, acts: false }
    const { action } = found
    try {
      const input = action.input.parse(await found.readInput(alice))
      const acts = isActing(action) || action.readsRolesNow === true
      return { outcome: `${action.verb} ${describe(input)}`.trim(), offers: [], acts }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const { lines = [], titles = [] } = error.facts as Record<string, string[]>
      return { outcome: `ask ${error.code}`, offers: [...lines, ...titles], acts: false }
    }
  }
}

/** A Monday. */
const clock = () => new Date('2026-11-30T09:00:00.000Z')

const alice = {
  ...people.alice,
  tenantId: demo.homeTenantId,
  roles: ['approver'],
  given: [{ role: 'approver', scope: 'all' }],
  notRead: [],
  isAccountRead: true,
  at: new Date(0),
} as unknown as Actor

const activityOf = (message: string | Record<string, unknown>) =>
  activitySchema.parse({
    type: 'message',
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:9/',
    from: { id: `29:${people.alice.objectId}`, name: people.alice.name, aadObjectId: people.alice.objectId },
    recipient: { id: '28:grantkeeper', name: 'Grantkeeper' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: demo.homeTenantId },
    channelData: { tenant: { id: demo.homeTenantId } },
    ...(typeof message === 'string' ? { text: message, textFormat: 'plain' } : message),
  })

const nameOf = (id: string): string =>
  demo.tenants.find((tenant) => tenant.id === id)?.displayName.split(' ', 1)[0] ?? id

/** The arguments in short: set, tenants, and what else was given. */
function describe(input: unknown): string {
  const { setId, tenantId, tenantIds, more = [], ...rest } = input as Record<string, unknown>
  const ids = [
    ...(Array.isArray(tenantIds) ? tenantIds : []),
    ...(tenantId ? [tenantId] : []),
    ...(more as string[]),
  ]
  const names = ids.map((id) => nameOf(String(id))).join(', ')
  const others = [rest.choice, rest.format, rest.filter, rest.severity, rest.holder].filter(
    (value) => value !== undefined && value !== 'all' && value !== 'warning',
  )
  const text = [rest.text, rest.search, rest.domain].find((value) => value)
  const quiet = rest.quiet as { from: number; to: number } | undefined
  return [
    setId && names ? `${setId}: ${names}` : `${setId ?? ''}${names}`,
    others.join(' '),
    text && !('beside' in rest) ? `“${text}”` : '',
    quiet ? `${quiet.from}-${quiet.to}` : '',
    rest.reference === undefined ? '' : `reference=${rest.reference}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
