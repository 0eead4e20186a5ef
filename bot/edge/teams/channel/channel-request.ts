import { type Bulkhead, makeBulkhead } from '#platform/base/bulkhead.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { type Clock, minutes } from '#platform/base/time.ts'
import type { ChannelRequest } from './channel-people.ts'
import { asChatError } from './chat-error.ts'
import type { Reference } from './reference.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'
import type { BotIdentity, TeamsSdk } from './teams-sdk.ts'

/** Who asks, and by which client. */
export interface Channel {
  sdk: Pick<TeamsSdk, 'connectorTo'>
  bot: BotIdentity
}

/** Observes every request: requests are counted against the limits, and a refusal marks its conversation. */
export interface Listener {
  begun?(reference: Reference): void
  /** Awaited before the failure is thrown. */
  failed?(reference: Reference, error: OutsideError): Promise<void>
}

export interface RequestOptions {
  /** Concurrent requests to one address of the channel; 64 by default. */
  atOnce?: number
  rules: ServiceUrlRules
  clock: Clock
  listener?: Listener
}

export function makeChannelRequest(channel: Channel, options: RequestOptions): ChannelRequest {
  const { rules, clock, listener, atOnce = 64 } = options
  const bulkheadOf = makeBulkheads(atOnce)
  const renewing = makeRenewing(channel.bot, clock)
  return async (reference, work, kind) => {
    const { serviceUrl } = reference
    if (!isServiceUrlAllowed(serviceUrl, rules))
      throw new OutsideError({ service: 'teams', code: 'ADDRESS_REFUSED' })
    const bulkhead = bulkheadOf(serviceUrl)
    const leave = kind === 'spare' ? bulkhead.enterNow() : await bulkhead.enter()
    if (!leave) throw new OutsideError({ service: 'teams', code: 'TOO_MANY_AT_ONCE' })
    const ask = async () => {
      listener?.begun?.(reference)
      return work(await channel.sdk.connectorTo(serviceUrl))
    }
    try {
      return await renewing(ask)
    } catch (error) {
      const failure = asChatError(error, clock())
      if (kind !== 'elsewhere') await listener?.failed?.(reference, failure)
      throw failure
    } finally {
      leave()
    }
  }
}

/** After a new token was refused as well, none is requested for this long: the bot itself is refused. */
const renewEveryMs = minutes(1)

/** Asks once more with a new token after a 401: a 401 did nothing, so nothing can arrive twice. */
function makeRenewing(bot: BotIdentity, clock: Clock): <T>(ask: () => Promise<T>) => Promise<T> {
  const isRefused = (error: unknown): boolean => asChatError(error, clock()).facts.status === 401
  let pausedUntilMs = 0
  return async (ask) => {
    try {
      return await ask()
    } catch (error) {
      if (bot.auth === 'off' || !isRefused(error) || clock().getTime() < pausedUntilMs) throw error
      bot.forgetToken()
      return await ask().catch((again) => {
        if (isRefused(again)) pausedUntilMs = clock().getTime() + renewEveryMs
        throw again
      })
    }
  }
}

/** One bulkhead per address, so that a region that hangs does not block the others. The addresses are few: they are on a list. */
function makeBulkheads(most: number): (serviceUrl: string) => Bulkhead {
  const bulkheads = new Map<string, Bulkhead>()
  return (serviceUrl) => {
    const bulkhead = bulkheads.get(serviceUrl) ?? makeBulkhead({ most, mostWaiting: 20 * most })
    bulkheads.set(serviceUrl, bulkhead)
    return bulkhead
  }
}
