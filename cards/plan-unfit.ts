import type { RegistrationProblem } from './words/codes.ts'
import { en as words } from './words/en.ts'
import { registrationEn } from './words/errors-en.ts'

interface Unfit {
  registration?: RegistrationProblem
  isAccountUnread?: boolean
  canStart: boolean
}

/** The list was not read lately; it is read again before a link. */
const doubtful: ReadonlySet<RegistrationProblem> = new Set(['unreadable', 'outdated'])

/** No link can be handed out as the registration was when it was last read. */
export const isCertainlyUnfit = (registration: RegistrationProblem | undefined): boolean =>
  registration !== undefined && !doubtful.has(registration)

/** What stands against a link whatever the tenants are. */
export function unfitPart({ registration, isAccountUnread, canStart }: Unfit): {
  unfit: string
  unfitWhy: string
} {
  const { title, what, check } = words.plan.registration
  if (!canStart) return { unfit: '', unfitWhy: '' }
  if (registration) {
    const because = registrationEn[registration] ?? registration
    return { unfit: `❌ ${title}`, unfitWhy: `${what(because)} ${check}` }
  }
  return { unfit: '', unfitWhy: isAccountUnread ? `⏳ ${words.plan.accountUnread}` : '' }
}
