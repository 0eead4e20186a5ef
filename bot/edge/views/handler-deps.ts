import type { Deps } from '#domain/deps.ts'
import type { Preflight } from '#domain/preflight/preflight.ts'
import type { Action } from '../teams/actions/action.ts'
import type { ChatPort } from '../teams/actions/chat-port.ts'
import type { Command } from '../teams/actions/command.ts'
import type { CardCache } from './card-cache.ts'

/** Facts about this installation that cards show. */
export interface BotInfo {
  version: string
  demo: boolean
  catalogSource: string
  /** Contact lines for people without a role. */
  contacts: readonly string[]
  /** Systems that are sent events. */
  webhooks: readonly { name: string; host: string }[]
}

/** The dependencies of handlers and views. */
export interface HandlerDeps extends Deps {
  chat: ChatPort
  about: BotInfo
  preflight: Preflight
  cardCache: CardCache
  /** Every button and command, for what asks about them. */
  tables: { actions: readonly Action<HandlerDeps>[]; commands: readonly Command<HandlerDeps>[] }
}
