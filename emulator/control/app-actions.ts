import { z } from 'zod'
import {
  grantAccess,
  grantMore,
  recreateApp,
  removeApp,
  revokeAccess,
  setAppEnabled,
  setDisabledByMicrosoft,
} from '../world/change-apps.ts'
import { getTenant } from '../world/tenants.ts'
import type { Registration, World } from '../world/types.ts'
import { WorldError } from '../world/world-error.ts'
import { type Action, action } from './action.ts'
import { accessOfInput, clientId, findNamed, permission, tenantId } from './inputs.ts'

const one = z.strictObject({ tenantId, clientId })
const by = z.enum(['admin', 'microsoft']).optional()
const microsoftsReason = 'DisabledDueToViolationOfServicesAgreement'

/** What an admin of a tenant, or Microsoft, does to an enterprise application. */
export const appActions: Readonly<Record<string, Action>> = {
  revoke: action(z.strictObject({ tenantId, clientId, permission }), ({ world }, input) => {
    const { tenant, registration } = findNamed(world, input)
    const access = accessOfInput(world, input.permission)
    revokeAccess(world, tenant, registration.appId, access)
    return { done: `${access.value} of ${registration.displayName} was revoked in ${tenant.displayName}.` }
  }),
  grant: action(
    z.strictObject({ tenantId, clientId, permission: permission.optional() }),
    ({ world }, input) => {
      const { tenant, registration } = findNamed(world, input)
      const access = input.permission === undefined ? undefined : accessOfInput(world, input.permission)
      if (access) grantMore(world, tenant, registration, [access])
      else grantAccess(world, tenant, registration, registration.required)
      const what = access?.value ?? 'Everything required'
      return { done: `${what} of ${registration.displayName} was granted in ${tenant.displayName}.` }
    },
  ),
  disable: action(
    z.strictObject({ tenantId, clientId, by, reason: z.string().min(1).optional() }),
    ({ world }, input) => {
      const { tenant, registration } = findNamed(world, input)
      const isMicrosoft = input.by === 'microsoft'
      if (isMicrosoft)
        setDisabledByMicrosoft(world, tenant, registration.appId, input.reason ?? microsoftsReason)
      else setAppEnabled(world, tenant, registration.appId, false)
      const who = isMicrosoft ? 'Microsoft' : 'an admin'
      return { done: `${registration.displayName} was disabled in ${tenant.displayName} by ${who}.` }
    },
  ),
  enable: action(z.strictObject({ tenantId, clientId, by }), ({ world }, input) => {
    const { tenant, registration } = findNamed(world, input)
    if (input.by === 'microsoft') setDisabledByMicrosoft(world, tenant, registration.appId)
    else setAppEnabled(world, tenant, registration.appId, true)
    return { done: `${registration.displayName} was enabled again in ${tenant.displayName}.` }
  }),
  delete: action(one, ({ world }, input) => {
    const { tenant, registration } = findNamed(world, input)
    removeApp(world, tenant, registration.appId)
    return { done: `${registration.displayName} was deleted from ${tenant.displayName}.` }
  }),
  recreate: action(one, ({ world }, input) => {
    const { tenant, registration } = findNamed(world, input)
    recreateApp(world, tenant, registration)
    return { done: `${registration.displayName} has another object ID in ${tenant.displayName}.` }
  }),
  disconnect: action(z.strictObject({ tenantId }), ({ world }, input) => {
    const tenant = getTenant(world, input.tenantId)
    removeApp(world, tenant, readerOf(world).appId)
    return { done: `${tenant.displayName} removed the reader app. Its connection is lost.` }
  }),
  connect: action(z.strictObject({ tenantId }), ({ world }, input) => {
    const tenant = getTenant(world, input.tenantId)
    const reader = readerOf(world)
    grantAccess(world, tenant, reader, reader.required)
    return { done: `${tenant.displayName} consented to the reader app.` }
  }),
}

function readerOf(world: World): Registration {
  const reader = [...world.registrations.values()].find((registration) => registration.part === 'reader')
  if (!reader) throw new WorldError('this world has no reader app')
  return reader
}
