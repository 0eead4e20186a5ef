import { noteRefusal } from '#domain/audit/note-refusal.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

interface Sent {
  /** What the person can correct where they typed it. */
  codes: ReadonlySet<UserErrorCode>
  actor: Person
  action: string
  tenantId?: string | undefined
  setId?: string | undefined
}

/** Notes the attempt in the history and says what to correct, for the form that is then shown again. @throws any other error */
export async function noteCorrectable(
  deps: HandlerDeps,
  error: unknown,
  { codes, actor, ...attempt }: Sent,
): Promise<Notice> {
  if (!(error instanceof UserError) || !codes.has(error.code)) throw error
  const { code, facts } = error
  await noteRefusal(deps, { person: plainPerson(actor), code, ...attempt })
  return { kind: 'refused', code, facts }
}
