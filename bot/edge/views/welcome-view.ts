import type { Deps } from '#domain/deps.ts'
import { countTenants } from '#domain/tenants/tenants-store.ts'
import { welcomeCard } from '../../../cards/help.ts'
import type { Card } from '../../../cards/render.ts'

/** What the bot says once when it is added somewhere. Who reads it is not known, so it offers what everybody may do. */
export async function showWelcome(
  deps: Deps,
  { inChannel, addedBy }: { inChannel: boolean; addedBy?: string },
): Promise<Card> {
  return welcomeCard({
    now: deps.clock(),
    roles: [],
    suite: deps.catalog.suite,
    inChannel,
    tenants: await countTenants(deps.database.db),
    ...(addedBy && { addedBy }),
  })
}
