import type { Commit } from '#platform/jobs/jobs.ts'
import type { Deps } from '../deps.ts'
import { recordRead } from '../grants/record-read.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { findLink } from './consents-store.ts'
import { endLink } from './end-link.ts'
import { listOpenedLinks } from './opened-links.ts'
import { updateLinks } from './update-links.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'react'
>

/**
 * The deadline of a link. Most failures on Microsoft's page never redirect back, and neither do some successes, so an opened
 * link gets one last read before it expires.
 */
export async function expireLink(deps: Needs, { linkId }: { linkId: string }): Promise<Commit> {
  const link = await findLink(deps.database.db, linkId)
  if (link?.phase !== 'sent' && link?.phase !== 'opened') return async () => {}
  const asked = await currentRequirements(deps, deps.database.db)
  const freshToken = link.kind === 'connection'
  const read =
    link.phase === 'opened'
      ? await deps.directory.readTenant(link.tenantId, asked, { freshToken })
      : undefined
  return async (tx) => {
    if (read) {
      const requirements = await currentRequirements(deps, tx)
      const openedLinks = () => listOpenedLinks(deps, tx, link.tenantId, requirements)
      await recordRead(deps, tx, { tenantId: link.tenantId, read, requirements, openedLinks })
      await updateLinks(deps, tx, link.tenantId, requirements)
    }
    const now = await findLink(tx, linkId)
    if (now?.phase === link.phase) await endLink(deps, tx, now, { phase: 'expired' })
  }
}
