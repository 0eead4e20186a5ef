import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import type { Turn } from '../teams/actions/action.ts'

/** The line said "for me". */
export const mine = z.boolean().default(false)

/** In a shared conversation, alerts are for everyone there. @throws UserError COMMAND_SURPLUS */
export function assertMine({ conversationKind }: Turn, isMine: boolean, usage: string): void {
  if (isMine && conversationKind !== 'personal')
    throw new UserError('COMMAND_SURPLUS', { usage, text: 'for me' })
}
