import { type Person, plainPerson } from '#platform/base/person.ts'
import { hashOf, randomToken } from '#platform/base/secret-token.ts'
import { later, minutes } from '#platform/base/time.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay, assertRole } from '../people/assert-may.ts'
import { getSet } from '../requirements/current-requirements.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import { insertPack, type PackLink, removeExpiredPacks } from './packs-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'random' | 'people' | 'catalog'>

const packMs = minutes(15)

/** How long after its expiry a link is still reported as expired instead of unknown. */
const rememberedMs = minutes(60)

/**
 * Makes a link for one person to the pack of a set, with or without what holds in one tenant. Only the hash of the token is
 * stored. @throws UserError SET_UNKNOWN, TENANT_UNKNOWN, those of `assertMay`
 */
export async function makePack(
  deps: Needs,
  { setId, tenantId, by }: { setId: string; tenantId?: string; by: Person },
): Promise<PackLink & { token: string }> {
  getSet(deps, setId)
  await assertMayReadPack(deps, by, tenantId)
  const token = randomToken(deps.random)
  const id = randomToken(deps.random)
  const person = plainPerson(by)
  return deps.database.transaction(async (tx) => {
    if (tenantId !== undefined) await getTenant(tx, tenantId)
    const at = deps.clock()
    const link: PackLink = {
      id,
      setId,
      ...(tenantId && { tenantId }),
      by: person,
      expiresAt: later(at, packMs),
    }
    await removeExpiredPacks(tx, later(at, -rememberedMs))
    await insertPack(tx, { ...link, tokenHash: hashOf(token) })
    await append(tx, { at, actor: person, action: 'pack.make', tenantId, setId, result: 'done' })
    return { ...link, token }
  })
}

/** It shows no more than a viewer of the tenant sees. The roles are read again. @throws UserError as `assertMay` */
export async function assertMayReadPack(
  { people }: Pick<Deps, 'people'>,
  person: Person,
  tenantId: string | undefined,
): Promise<void> {
  const reading = await people.readRolesNow(person)
  if (tenantId === undefined) assertRole(reading, 'viewer')
  else assertMay(reading, 'viewer', [tenantId])
}
