import { findAccessEnding } from '#domain/access/watch-access.ts'
import { currentRequirements, getSet } from '#domain/requirements/current-requirements.ts'
import { listRequirements } from '#domain/requirements/requirements-store.ts'
import { findNextSyncAt } from '#domain/tenants/sync-times-store.ts'
import { countTenants } from '#domain/tenants/tenants-store.ts'
import { hours } from '#platform/base/time.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { type SettingsData, settingsCard } from '../../../cards/settings.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { preflightData } from './preflight-view.ts'
import { appRefs, outcomeRef, setRef } from './refs.ts'
import { readAlarms } from './settings-alarms.ts'
import { readHistorySettings } from './settings-history.ts'
import type { SettingsReader } from './settings-reader.ts'
import { readRoleSettings } from './settings-roles.ts'
import { readUndelivered } from './undelivered-view.ts'
import { readWebhooksData } from './webhooks-view.ts'

/** Configuration, sources and problems of this installation; nothing secret. */
export async function showSettings(
  deps: HandlerDeps,
  { page, scope, notice, isOperator }: SettingsReader & { page?: number; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const stored = new Map((await listRequirements(db)).map((row) => [row.setId, row]))
  const requirements = await currentRequirements(deps, db)
  const { problems, credentialEnds } = await readAlarms(deps, scope)
  return settingsCard({
    now: deps.clock(),
    version: deps.about.version,
    suite: deps.catalog.suite,
    catalog: {
      version: deps.catalog.version,
      source: deps.about.catalogSource,
      sets: deps.catalog.sets.length,
      permissions: deps.catalog.sets.reduce((sum, set) => sum + set.permissions.length, 0),
    },
    tenants: await countTenants(db, scope),
    publicUrl: deps.rules.publicUrl,
    syncEveryMs: deps.rules.syncEveryMs,
    ...(deps.rules.auditRetentionMs !== undefined && {
      retentionDays: deps.rules.auditRetentionMs / hours(24),
    }),
    nextSyncAt: await findNextSyncAt(db, scope),
    demo: deps.about.demo,
    ...(await readRoleSettings(deps, scope)),
    sets: requirements.map((requirement) => {
      const set = getSet(deps, requirement.setId)
      const row = stored.get(set.id)
      return {
        set: setRef(set),
        apps: appRefs(deps.catalog, set),
        source: requirement.source,
        readAt: row?.readAt,
        registration: row?.problem ? [row.problem] : [],
        ...(row?.outcome && { outcome: outcomeRef(row.outcome) }),
        credentialEndsAt: credentialEnds.get(set.id),
      }
    }),
    problems,
    ...(scope === 'all' && (await readWholeInstallation(deps))),
    ...(isOperator && { preflight: latestChecks(deps) }),
    ...(notice && { notice }),
    page,
  })
}

/** What is about every tenant at once. */
async function readWholeInstallation(deps: HandlerDeps) {
  return {
    undelivered: await readUndelivered(deps),
    webhooks: await readWebhooksData(deps),
    history: await readHistorySettings(deps),
    accessEnding: await findAccessEnding(deps),
  }
}

function latestChecks({ preflight, clock }: HandlerDeps): NonNullable<SettingsData['preflight']> {
  const latest = preflight.latest()
  return latest ? preflightData(latest, clock()) : 'never'
}
