import { formerClientIdsOf } from '#domain/catalog/find.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import { webhookKinds } from '#domain/webhooks/outgoing-events.ts'
import { checkSetClientIds } from '#platform/config/check-set-client-ids.ts'
import { checkWebhookFilters } from '#platform/config/check-webhook-filters.ts'
import { assertAll } from '#platform/config/problem.ts'
import type { Config } from '#platform/config/read-config.ts'

/** The catalog, which the configuration fits: the start and preflight refuse the same. @throws CatalogError, ConfigError */
export async function loadFittingCatalog(
  config: Pick<Config, 'catalogFile' | 'setClientIds' | 'reader' | 'bot' | 'webhooks'>,
): Promise<Catalog> {
  const { catalogFile, setClientIds, reader, bot, webhooks } = config
  const catalog = await loadCatalog(catalogFile)
  const sets = catalog.sets.map(({ id }) => id)
  const own = [reader.clientId, ...(bot.clientId ? [bot.clientId] : [])]
  assertAll(
    () => checkSetClientIds(setClientIds, sets, { former: formerClientIdsOf(catalog), own }),
    () => checkWebhookFilters(webhooks, { events: webhookKinds, sets }),
  )
  return catalog
}
