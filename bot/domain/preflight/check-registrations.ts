import type { Permission, PermissionSet } from '../catalog/permission-set.ts'
import { requirementFromCatalog, requirementFromRegistration } from '../catalog/requirement.ts'
import { beyondReaderRights } from '../directory/reader-rights.ts'
import type { Registration } from '../directory/registration.ts'
import { checkPublished } from '../requirements/check-published.ts'
import { differenceOf } from '../requirements/difference.ts'
import {
  blocksConsent,
  callbackUrl,
  isUnexplainedTierZero,
  registrationProblem,
} from '../requirements/registration-problem.ts'
import { type Check, type CheckResult, failed, failedBy, passed, skipped, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

/** The reader can read app registrations at home; the checks of each one need it. */
export const registrationsCheck: Check = {
  id: 'registrations',
  async run(world) {
    if (!(await world.readerToken()).read) return skipped('needsReaderToken')
    const read = await world.registrations()
    if (!read.read) return failedBy(read.outcome)
    const found = Object.values(read.value).filter((each) => each !== undefined)
    return passed({ count: found.length, all: Object.keys(read.value).length })
  },
}

/** The registration of the reader, to which admins of other tenants consent. */
export const readerRegistrationCheck: Check = {
  id: 'readerRegistration',
  async run(world) {
    const read = await world.registrations()
    if (!read.read) return skipped('needsRegistrations')
    const { clientId } = world.config.reader
    const registration = read.value[clientId]
    const own = {
      setId: '',
      clientId,
      permissions: [],
      settings: [],
      version: '',
      source: 'registration',
    } as const
    const problem = registrationProblem(registration, own, world.rules)
    if (problem) return failed(problem, factsOf(world, clientId))
    const more = beyondReaderRights(registration)
    return more.length > 0 ? failed('readerExceeds', { names: namesOf(more) }) : passed()
  },
}

/** The registration of one set, as it is before a consent link is handed out. */
export const setRegistrationCheck = (set: PermissionSet): Check => ({
  id: 'setRegistration',
  subject: set.name,
  async run(world) {
    const read = await world.registrations()
    if (!read.read) return skipped('needsRegistrations')
    const clientId = world.config.setClientIds[set.id] ?? ''
    return judge(world, set, { clientId, registration: read.value[clientId] })
  },
})

async function judge(
  world: PreflightWorld,
  set: PermissionSet,
  { clientId, registration }: { clientId: string; registration: Registration | undefined },
): Promise<CheckResult> {
  const { config, rules } = world
  const listed = requirementFromRegistration(set, clientId, registration?.requiredResourceAccess ?? [])
  const asked = requirementFromCatalog(set, clientId)
  const byCatalog = config.requirements === 'catalog'
  const [required = listed] = await checkPublished(world, [byCatalog ? asked : listed], [])
  const problem = registrationProblem(registration, required, rules)
  const facts = factsOf(world, clientId)
  const { added, removed } = differenceOf(asked.permissions, listed.permissions)
  if (problem && blocksConsent(problem))
    return failed(problem, { ...facts, names: namesOf(meantBy(problem, required.permissions, removed)) })
  if (problem)
    return warning(problem, { ...facts, names: namesOf(required.permissions.filter(isUnexplainedTierZero)) })
  if (added.length + removed.length > 0)
    return warning('listDiffers', { more: namesOf(added), less: namesOf(removed) })
  return passed({ count: listed.permissions.length })
}

/** Which permissions a problem is about. */
function meantBy(
  problem: string,
  permissions: readonly Permission[],
  missing: readonly Permission[],
): readonly Permission[] {
  if (problem === 'permissionsMissing') return missing
  return problem === 'notPublished' ? permissions.filter(({ knowledge }) => knowledge === 'unpublished') : []
}

const factsOf = ({ rules }: PreflightWorld, clientId: string) => ({ clientId, address: callbackUrl(rules) })

const namesOf = (permissions: readonly Permission[]): string[] =>
  permissions.map(({ value, api }) => `${value} (${api})`)
