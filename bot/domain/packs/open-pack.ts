import { UserError } from '#platform/base/errors.ts'
import { hashOf } from '#platform/base/secret-token.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMayReadPack } from './make-pack.ts'
import type { Pack } from './pack.ts'
import { countPackDownload, findPack, type PackLink } from './packs-store.ts'
import { readPack } from './read-pack.ts'

type Needs = Parameters<typeof readPack>[0] & Pick<Deps, 'people'>

/** The link, without counting a download. @throws UserError LINK_UNKNOWN, LINK_EXPIRED */
export async function getPack(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  token: string,
): Promise<PackLink> {
  const link = await findPack(database.db, hashOf(token))
  if (!link) throw new UserError('LINK_UNKNOWN')
  if (clock() >= link.expiresAt) throw new UserError('LINK_EXPIRED')
  return link
}

/**
 * What the pack of a link says now. Every download is counted and audited under the person the link was made for, who must
 * still see the tenant in it. @throws UserError LINK_UNKNOWN, LINK_EXPIRED, TENANT_UNKNOWN, SET_UNKNOWN, those of `assertMay`
 */
export async function openPack(deps: Needs, token: string): Promise<Pack> {
  const link = await getPack(deps, token)
  const { by, tenantId, setId } = link
  await assertMayReadPack(deps, by, tenantId)
  const pack = await readPack(deps, link)
  await deps.database.transaction(async (tx) => {
    const download = await countPackDownload(tx, link.id)
    const entry = { at: deps.clock(), actor: by, action: 'pack.download', result: 'done' } as const
    await append(tx, { ...entry, tenantId, setId, detail: { download } })
  })
  return pack
}
