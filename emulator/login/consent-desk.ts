import type { ConsentRequest } from './consent-request.ts'

/** The open consent pages of one emulator. */
export interface ConsentDesk {
  /** Links with an open page, by the key of the page. */
  open: Map<string, ConsentRequest>
  redirects: number
}

export const makeConsentDesk = (): ConsentDesk => ({ open: new Map(), redirects: 0 })

const keptPages = 1000

/** Stores an open page; beyond a thousand, the oldest is removed. */
export function openPage(desk: ConsentDesk, key: string, request: ConsentRequest): void {
  const oldest = desk.open.keys().next().value
  if (desk.open.size >= keptPages && oldest !== undefined) desk.open.delete(oldest)
  desk.open.set(key, request)
}
