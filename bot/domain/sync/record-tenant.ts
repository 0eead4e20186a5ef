import { hash } from 'node:crypto'
import { later, seconds } from '#platform/base/time.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Tx } from '#platform/storage/database.ts'
import { watchCredential } from '../alerts/watch-credential.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { listOpenLinks } from '../consent/consents-store.ts'
import { listOpenedLinks } from '../consent/opened-links.ts'
import { updateLinks } from '../consent/update-links.ts'
import type { Deps } from '../deps.ts'
import { readPredecessorsAt } from '../grants/read-predecessors.ts'
import { recordRead } from '../grants/record-read.ts'
import { readSoon } from '../read-soon.ts'
import { evaluationVersion } from '../status/judge-again.ts'
import { saveSettledRead } from '../tenants/settled-reads-store.ts'
import type { Counted } from './count-in-run.ts'
import { noteRefreshedApps } from './refreshed-apps.ts'

export type RecordDeps = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/** A little more than the minute after which a second read can confirm what the first one showed. */
const confirmAfterMs = seconds(61)

/** Stores the read of one tenant with all its consequences, in the caller's transaction. */
export async function recordTenant(
  deps: Omit<RecordDeps, 'clientIds'>,
  tx: Tx,
  given: { tenantId: string; read: TenantRead; manual: boolean; requirements: readonly Requirement[] },
): Promise<Counted> {
  const { tenantId, read, manual, requirements } = given
  const openedLinks = () => listOpenedLinks(deps, tx, tenantId, requirements)
  const recorded = await recordRead(deps, tx, { tenantId, read, requirements, openedLinks })
  const { changes, readAgain, predecessorUnread, stable } = recorded
  await updateLinks(deps, tx, tenantId, requirements)
  if (read.connection !== 'ok') await watchCredential(deps, tx, read.outcome)
  if (readAgain) await readSoon(deps.jobs, tx, tenantId, { runAt: later(read.at, confirmAfterMs), manual })
  if (predecessorUnread && read.connection === 'ok')
    await readPredecessorsAt(deps, tx, tenantId, deps.clock())
  if (read.connection === 'ok') {
    const apps = await noteRefreshedApps(deps, tx, { tenantId, manual, at: read.at })
    const { digest } = read
    if (digest !== undefined && stable && (await listOpenLinks(tx, { tenantId })).length === 0) {
      await saveSettledRead(tx, { tenantId, digest, requirements: evaluationKey(deps, requirements), apps })
    }
  }
  return { tenantId, failure: failureOf(read), changed: changes.length }
}

let last: { program: string; requirements: readonly Requirement[]; key: string } | undefined

/**
 * Identifies the program version and the requirements: facts evaluated under equal keys have equal results. Keeps the last
 * key, because every tenant of a run needs it and the lists are long.
 */
export function evaluationKey({ rules }: Pick<Deps, 'rules'>, requirements: readonly Requirement[]): string {
  const { program } = rules
  if (last?.program === program && areSame(last.requirements, requirements)) return last.key
  // When a list was read changes with every read of the registrations, and nothing else with it.
  const lists = requirements.map(({ readAt: _, ...list }) => list)
  const key = hash('sha256', JSON.stringify([program, evaluationVersion, lists]), 'base64url')
  last = { program, requirements, key }
  return key
}

/** Compares by identity: unchanged requirements are the same objects in every read. */
const areSame = (some: readonly Requirement[], others: readonly Requirement[]): boolean =>
  some.length === others.length &&
  some.every(({ setId, clientId, version, source, permissions, settings }, at) => {
    const other = others[at]
    const same = other?.setId === setId && other.clientId === clientId && other.version === version
    return same && other.source === source && other.permissions === permissions && other.settings === settings
  })

/** The first failure in the read of a tenant; undefined if it is complete. */
export function failureOf(read: TenantRead): Outcome | undefined {
  if (read.connection !== 'ok') return read.outcome
  for (const result of Object.values(read.sets)) if (!result.read) return result.outcome
  return undefined
}
