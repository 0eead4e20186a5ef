import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { requirementFromRegistration } from '../catalog/requirement.ts'
import type { Deps } from '../deps.ts'
import type { Registration } from '../directory/registration.ts'
import { checkPublished } from '../requirements/check-published.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'

type Needs = Pick<Deps, 'database' | 'directory' | 'catalog' | 'clientIds' | 'rules' | 'log'>
type Listed = Registration['requiredResourceAccess']

export interface ComingList {
  /** Of the same client ID, with the coming permissions. */
  coming: Requirement
  /** The list of today. */
  today: Requirement
  /** The registration that it was read from; absent: it was pasted. */
  sourceClientId?: string
}

/** Entra allows at most 400 permissions per app registration. */
const mostPermissions = 400
const guid = z.guid().transform((id) => id.toLowerCase())
/** `requiredResourceAccess` as the manifest of a registration, Microsoft Graph, and `az ad app show` write it. */
const access = z
  .array(
    z.object({
      resourceAppId: guid,
      resourceAccess: z.array(z.object({ id: guid, type: z.enum(['Role', 'Scope']) })).max(mostPermissions),
    }),
  )
  .max(100)
const pasted = z.union([access, z.object({ requiredResourceAccess: access })])

const unfit = (problem: string, facts: Record<string, string> = {}): UserError =>
  new UserError('COMING_LIST', { problem, ...facts })

/**
 * The coming list of a set: the ID of a preview registration in the home tenant, or the list itself as JSON.
 * @throws UserError SET_UNKNOWN; COMING_LIST with `problem`: none, malformed, absent, unreadable, empty, same, today, or
 * unpublished with the IDs
 */
export async function readComingList(deps: Needs, setId: string, text: string): Promise<ComingList> {
  const set = getSet(deps, setId)
  const today = await getRequirement(deps, deps.database.db, setId)
  if (today.permissions.length === 0) throw unfit('today')
  const { listed, ...source } = await readListed(deps, text.trim())
  if (listed.length === 0) throw unfit('empty')
  if (listed.length > mostPermissions) throw unfit('malformed')
  const made = requirementFromRegistration(set, today.clientId, listed)
  const [coming = made] = await checkPublished(deps, [made], [today])
  const unpublished = coming.permissions.filter(({ knowledge }) => knowledge === 'unpublished')
  if (unpublished.length > 0)
    throw unfit('unpublished', { names: unpublished.map(({ value }) => value).join(', ') })
  if (coming.version === today.version) throw unfit('same')
  return { coming, today, ...source }
}

async function readListed(deps: Needs, text: string): Promise<{ listed: Listed; sourceClientId?: string }> {
  if (text === '') throw unfit('none')
  const id = guid.safeParse(text)
  if (!id.success) return { listed: listedIn(text) }
  const clientId = id.data
  const read = await deps.directory.readRegistrations([clientId], 'list')
  if (!read.read) throw unfit('unreadable')
  const registration = read.value[clientId]
  if (!registration) throw unfit('absent', { text: clientId })
  return { listed: registration.requiredResourceAccess, sourceClientId: clientId }
}

function listedIn(text: string): Listed {
  const parsed = pasted.safeParse(parseJson(text))
  if (!parsed.success) throw unfit('malformed')
  const resources = Array.isArray(parsed.data) ? parsed.data : parsed.data.requiredResourceAccess
  return resources.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => ({
      resourceAppId,
      type: type === 'Role' ? ('application' as const) : ('delegated' as const),
      id,
    })),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UserError('COMING_LIST', { problem: 'malformed' }, { cause })
  }
}
