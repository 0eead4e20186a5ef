import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { AppRef, SetRef } from './subjects.ts'

export interface CatalogCardData {
  now: Date
  suite: string
  version: number
  sets: readonly {
    set: SetRef
    apps: readonly AppRef[]
    permissions: number
    /** How many of them are a path to Global Administrator. */
    tierZero: number
    settings: readonly string[]
    /** false: no client id is configured. */
    configured: boolean
  }[]
}

export function catalogCard(data: CatalogCardData): Card {
  return frame({
    fallbackText: 'Catalog',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
