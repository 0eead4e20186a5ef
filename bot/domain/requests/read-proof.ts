import { createHmac } from 'node:crypto'
import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { isSameSecret } from '#platform/base/secret-token.ts'
import type { Rules } from '../deps.ts'
import type { Request } from './request.ts'
import { pagesOf } from './request-pages.ts'

/** That a person was shown the pages of a request up to `seen`, as the buttons of its card carry it. */
export interface Read {
  seen: number
  proof: string
}

interface Reader {
  /** As this person may see it: what is hidden from them was not shown. */
  request: Pick<Request, 'id' | 'hash' | 'snapshot'>
  person: Pick<Person, 'tenantId' | 'objectId'>
}

type Needs = Pick<Rules, 'linkKey'>

/** Only this program can make it, and it makes one page after the other, so no click can skip a page. */
export function proveRead({ linkKey }: Needs, { request, person }: Reader, seen: number): Read {
  const tenants = request.snapshot.tenants.length
  const text = JSON.stringify([
    'read',
    request.id,
    request.hash,
    tenants,
    person.tenantId,
    person.objectId,
    seen,
  ])
  const proof = createHmac('sha256', linkKey).update(text).digest('base64url').slice(0, 32)
  return { seen, proof }
}

/** How many pages this person was shown, by what a button carries; 0 without a proof that is right. */
export function seenBy(rules: Needs, reader: Reader, read: Read | undefined): number {
  if (!read) return 0
  return isSameSecret(read.proof, proveRead(rules, reader, read.seen).proof) ? read.seen : 0
}

/** Asserts that this person was shown everything that the approval binds. @throws UserError LIST_UNREAD */
export function assertRead(
  rules: Needs,
  { request, person }: { request: Request; person: Reader['person'] },
  read: Read | undefined,
): void {
  const pages = pagesOf(request.snapshot).length
  if (seenBy(rules, { request, person }, read) < pages) throw new UserError('LIST_UNREAD', { pages })
}
