import type { ButtonCall } from './buttons.ts'
import type { PersonRef } from './subjects.ts'

/** What a banner on a card can say. */
export type NoticeCode =
  | 'CARD_OUTDATED'
  | 'CARD_STALE_ACT'
  | 'BLOCKED'
  | 'BLOCK_UNDONE'
  | 'UNBLOCKED'
  | 'RESET'
  | 'TENANT_ADDED'
  | 'TENANT_ALREADY_ADDED'
  | 'TENANT_REMOVED'
  | 'CONSENT_VERIFIED'
  | 'CONSENT_CANCELLED'
  | 'ALREADY_COMPLETE'
  | 'SYNCED'
  | 'SYNC_FAILED'
  | 'CHECKED_NOTHING_NEW'

/** Outcome of an act, said on top of the card that the act leads to. */
export interface Notice {
  kind: 'done' | 'refused' | 'info' | 'problem'
  code: NoticeCode
  /** Outside texts; for example { set, tenant, app }. */
  facts?: Readonly<Record<string, string | number>>
  by?: PersonRef
  at?: Date
  /** For example Undo until a time, which then stands in `until`. */
  buttons?: readonly ButtonCall[]
  until?: Date
}
