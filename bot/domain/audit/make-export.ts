import { type Person, plainPerson } from '#platform/base/person.ts'
import { hashOf, randomToken } from '#platform/base/secret-token.ts'
import { later, minutes } from '#platform/base/time.ts'
import type { Deps } from '../deps.ts'
import { assertMayExport } from './assert-may-export.ts'
import { append } from './audit-store.ts'
import { countEntries, type Export, type ExportFormat, insertExport, removeExpired } from './export-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'random' | 'people'>

export const exportMs = minutes(15)

/** How long after its expiry a link is still reported as expired instead of unknown. */
const rememberedMs = minutes(60)

/**
 * Makes a link for one person to a part of the history as it is now. Only the hash of the token is stored. The audit entry
 * follows after the exported part.
 * @throws UserError those of `assertMay`
 */
export async function makeExport(
  deps: Needs,
  { format, tenantId, by }: { format: ExportFormat; tenantId?: string; by: Person },
): Promise<Export & { token: string }> {
  const scope = await assertMayExport(deps, by, tenantId)
  const token = randomToken(deps.random)
  const id = randomToken(deps.random)
  const person = plainPerson(by)
  return deps.database.transaction(async (tx) => {
    const at = deps.clock()
    const part = { ...(tenantId && { tenantId }), scope }
    const { entries, untilId } = await countEntries(tx, part)
    const made: Export = { id, format, ...part, by: person, untilId, entries, expiresAt: later(at, exportMs) }
    await removeExpired(tx, later(at, -rememberedMs))
    await insertExport(tx, { ...made, tokenHash: hashOf(token) })
    const detail = { format, entries, until: untilId }
    await append(tx, { at, actor: person, action: 'history.export', tenantId, result: 'done', detail })
    return { ...made, token }
  })
}
