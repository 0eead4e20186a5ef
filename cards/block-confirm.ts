import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { Card } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'

export interface BlockConfirmData {
  now: Date
  tenant: TenantRef
  set: SetRef
  /** Version of the grant. */
  version: number
  apps: readonly { id: string; name: string; whenBlocked: string }[]
  /** Sentences of the catalog about data sources that fall with this set. */
  coupled: readonly string[]
  /** How many permissions stay granted in Entra; absent = not known. */
  grantsInEntra?: number
  /** Enterprise application in the Entra admin centre. */
  entraUrl?: string
  notice?: Notice
}

export function blockConfirmCard(data: BlockConfirmData): Card {
  return frame({
    fallbackText: 'Block',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
