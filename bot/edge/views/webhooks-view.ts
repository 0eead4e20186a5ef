import { findEventHead } from '#domain/events/events-store.ts'
import { later } from '#platform/base/time.ts'
import { listWebhookDeadLetters } from '#platform/webhooks/webhook-dead-letters-store.ts'
import { listWebhookFigures } from '#platform/webhooks/webhook-figures-store.ts'
import { listTargetStates } from '#platform/webhooks/webhook-targets-store.ts'
import type { WebhookTargetData } from '../../../cards/webhooks.ts'
import type { HandlerDeps } from './handler-deps.ts'

/** How each configured target of webhooks stands. */
export async function readWebhooksData(
  deps: Pick<HandlerDeps, 'database' | 'clock' | 'about'>,
): Promise<WebhookTargetData[]> {
  const { database, clock, about } = deps
  if (about.webhooks.length === 0) return []
  const { db } = database
  const now = clock()
  const [states, figures, dead] = [
    await listTargetStates(db),
    await listWebhookFigures(db, now),
    await listWebhookDeadLetters(db, (await findEventHead(db)).removed),
  ]
  return about.webhooks.map(({ name, host }) => {
    const state = states.find((each) => each.name === name)
    const figure = figures.find(({ target }) => target === name)
    const letters = dead.find(({ target }) => target === name)
    const { waiting = 0, oldestMs = 0 } = figure ?? {}
    return {
      name,
      host,
      waiting,
      ...(state?.last && { last: state.last }),
      ...(state?.goneAt && { goneAt: state.goneAt }),
      ...(waiting > 0 && { oldestAt: later(now, -oldestMs) }),
      ...(letters && { dead: letters }),
    }
  })
}
