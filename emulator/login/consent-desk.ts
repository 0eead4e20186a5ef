import type { ConsentRequest } from './consent-request.ts'

/** What one emulator remembers of consent pages. */
export interface ConsentDesk {
  /** Links whose page is open somewhere, by the page's own key. */
  open: Map<string, ConsentRequest>
  redirects: number
}

export const makeConsentDesk = (): ConsentDesk => ({ open: new Map(), redirects: 0 })

const keptPages = 1000

/** Remembers a page that is shown; the oldest of a thousand is forgotten. */
export function openPage(desk: ConsentDesk, key: string, request: ConsentRequest): void {
  const oldest = desk.open.keys().next().value
  if (desk.open.size >= keptPages && oldest !== undefined) desk.open.delete(oldest)
  desk.open.set(key, request)
}
