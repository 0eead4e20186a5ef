import type { Deps } from '#domain/deps.ts'
import { countTenants } from '#domain/tenants/tenants-store.ts'
import { welcomeCard } from '../../../cards/help.ts'
import type { Card } from '../../../cards/render.ts'

/** The card that is posted once when the bot is added to a conversation. Its readers are unknown, so it offers what everyone may do. */
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
