import type { Config } from '#platform/config/read-config.ts'
import { appRoles } from '../access/app-roles.ts'
import type { WholeRegistration } from '../directory/registration.ts'
import { type Check, type CheckResult, failed, passed, skipped, warning } from './check.ts'

/** What the suite's apps need, and what other systems can. */
const { access: accessRole, ...others } = appRoles
const otherRoles = Object.values(others)

/** The registration of the bot: only for the home tenant, and an API for other systems where that is on. */
export const botRegistrationCheck: Check = {
  id: 'botRegistration',
  async run(world) {
    const { bot } = world.config
    if (!bot.clientId) return skipped('authOff')
    const read = await world.registrations()
    if (!read.read) return skipped('needsRegistrations')
    const registration = read.value[bot.clientId]
    const identity = bot.auth === 'on' && 'managedIdentity' in bot.credential
    if (!registration)
      return identity ? skipped('managedIdentity') : failed('absent', { clientId: bot.clientId })
    if (registration.isDisabled) return failed('disabled')
    if (registration.multiTenant) return failed('botMultiTenant')
    return judgeApi(world.config.api, bot.clientId, registration.whole)
  },
}

function judgeApi(
  { audience }: Config['api'],
  clientId: string,
  whole: WholeRegistration | undefined,
): CheckResult {
  if (audience.length === 0 || !whole) return passed()
  const own = [clientId, ...whole.identifierUris].map((uri) => uri.toLowerCase())
  if (!audience.some((one) => own.includes(one.toLowerCase())))
    return failed('audienceUnknown', { names: audience })
  if (!whole.appRoles.includes(accessRole)) return failed('accessRoleMissing', { role: accessRole })
  const missing = otherRoles.filter((role) => !whole.appRoles.includes(role))
  if (missing.length > 0) return warning('appRolesMissing', { names: missing })
  return passed({ names: whole.appRoles })
}
