import type { GrantState } from '../deps.ts'
import type { Block } from '../status/memory.ts'

/** A set in a tenant; `is` is absent if there is no grant any more, and `blocked` then the block that stays. */
export interface NotedGrant {
  tenantId: string
  setId: string
  is?: GrantState | undefined
  blocked?: Block | undefined
}
