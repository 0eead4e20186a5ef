import { OutsideError, type OutsideFacts } from '#platform/base/errors.ts'
import { later } from '#platform/base/time.ts'
import { makeOutbox, type OutboxOptions } from '#platform/outbox/delivery-loop.ts'
import { add, type NewMessage, type Subject } from '#platform/outbox/outbox-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { makeTestTimers } from '../../support/timers.ts'
import { wideSendLimits } from '../../support/wide-send-limits.ts'
import { makeFakeChat } from './fake-chat.ts'

export const teamsError = (facts: Partial<OutsideFacts>) => new OutsideError({ service: 'teams', ...facts })

/** Runs everything that can run without time passing. */
export async function calm(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
}

/**
 * An outbox over a fake chat; a card is its subject's ID and its `state` when sent. By default without send limits and card
 * throttle, and with the longest jitter.
 */
export async function setup(options: Partial<OutboxOptions<string>> = {}, database?: Database) {
  const store = database ?? (await openTestDatabase())
  const clock = makeTestClock()
  const timers = makeTestTimers()
  const log = makeTestLog()
  const fake = makeFakeChat()
  const state = new Map<string, string>()
  const render = async ({ id }: Subject) => `${id}${state.get(id) ?? ''}`
  const outcomes: string[] = []
  // Messages are added as by another process, so that the test decides when the loop polls.
  const unwoken: Database = { ...store, afterCommit: () => () => {} }
  const around = { database: unwoken, clock, timers, log, sendLimits: wideSendLimits(), random: () => 1 }
  const onSent = (outcome: string) => void outcomes.push(outcome)
  const parts = { ...around, chat: fake.chat, render, onSent, ...options }
  const outbox = makeOutbox<string>(parts)
  /** Adds an update of the subject's own card. */
  const tell = (id: string, { afterMs = 0, ...rest }: Partial<NewMessage> & { afterMs?: number } = {}) =>
    store.transaction((tx) => {
      const subject = { kind: 'thing', id }
      const dueAt = later(clock(), afterMs)
      const fixed = { conversationId: 'c', activityId: `card of ${id}`, subject, dueAt, urgent: true }
      return add(tx, { ...fixed, ...rest })
    })
  /** Advances clock and timers, and runs everything that follows. */
  const pass = async (ms: number) => {
    clock.forward(ms)
    timers.forward(ms)
    await calm()
  }
  const rows = () => store.db.selectFrom('outbox').selectAll().orderBy('id').execute()
  return { database: store, clock, timers, log, fake, state, outbox, tell, pass, rows, outcomes }
}
