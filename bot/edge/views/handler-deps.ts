import type { Deps } from '#domain/deps.ts'
import type { ChatPort } from '../teams/actions/chat-port.ts'
import type { CardCache } from './card-cache.ts'

/** Facts about this installation that cards tell. */
export interface About {
  version: string
  demo: boolean
  catalogSource: string
  /** Whom somebody without a role may ask. */
  contacts: readonly string[]
}

/** What handlers and views work with. */
export interface HandlerDeps extends Deps {
  chat: ChatPort
  about: About
  cardCache: CardCache
}
