import { z } from 'zod'
import {
  addCertificate,
  addRequirement,
  dropRequirement,
  endTokens,
  expireCredentials,
  getRegistration,
  renewCredentials,
  twoYearsMs,
} from '../world/change-registrations.ts'
import { WorldError } from '../world/world-error.ts'
import { type Action, action } from './action.ts'
import { accessOfInput, clientId, permission } from './inputs.ts'

const redirectUri = z.url()

/** What the publisher does to an app registration in the home tenant. */
export const registrationActions: Readonly<Record<string, Action>> = {
  require: action(z.strictObject({ clientId, permission }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    const access = accessOfInput(world, input.permission)
    addRequirement(registration, access)
    return { done: `${registration.displayName} now requires ${access.value}.` }
  }),
  unrequire: action(z.strictObject({ clientId, permission }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    const access = accessOfInput(world, input.permission)
    dropRequirement(registration, access)
    return { done: `${registration.displayName} no longer requires ${access.value}.` }
  }),
  registration: action(
    z.strictObject({
      clientId,
      isDisabled: z.boolean().optional(),
      multiTenant: z.boolean().optional(),
      verifiedPublisher: z.boolean().optional(),
    }),
    ({ world }, input) => {
      const registration = getRegistration(world, input.clientId)
      const { isDisabled, multiTenant, verifiedPublisher } = registration
      Object.assign(registration, {
        isDisabled: input.isDisabled ?? isDisabled,
        multiTenant: input.multiTenant ?? multiTenant,
        verifiedPublisher: input.verifiedPublisher ?? verifiedPublisher,
      })
      return { done: `The registration of ${registration.displayName} was changed.` }
    },
  ),
  'add-reply-address': action(z.strictObject({ clientId, redirectUri }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    const others = registration.redirectUris.filter((uri) => uri !== input.redirectUri)
    registration.redirectUris = [...others, input.redirectUri]
    return { done: `${input.redirectUri} is now a redirect URI of ${registration.displayName}.` }
  }),
  'remove-reply-address': action(z.strictObject({ clientId, redirectUri }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    if (!registration.redirectUris.includes(input.redirectUri)) {
      throw new WorldError(`${input.redirectUri} isn't a redirect URI of ${registration.displayName}`)
    }
    registration.redirectUris = registration.redirectUris.filter((uri) => uri !== input.redirectUri)
    return { done: `${input.redirectUri} is no longer a redirect URI of ${registration.displayName}.` }
  }),
  'expire-credentials': action(
    z.strictObject({ clientId, tokens: z.boolean().default(false) }),
    ({ world }, input) => {
      const registration = getRegistration(world, input.clientId)
      expireCredentials(world, registration)
      if (input.tokens) endTokens(world, registration)
      const what = input.tokens ? 'credential and token' : 'credential'
      return { done: `Every ${what} of ${registration.displayName} has expired.` }
    },
  ),
  'renew-credentials': action(z.strictObject({ clientId }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    renewCredentials(world, registration)
    return { done: `The credentials of ${registration.displayName} are valid for two more years.` }
  }),
  'add-secret': action(z.strictObject({ clientId, secret: z.string().min(1) }), ({ world }, input) => {
    const registration = getRegistration(world, input.clientId)
    const endsAtMs = world.clock.nowMs() + twoYearsMs
    registration.secrets.push({ value: input.secret, endsAtMs })
    return { done: `${registration.displayName} has another secret.` }
  }),
  'add-certificate': action(
    z.strictObject({ clientId, pem: z.string().includes('BEGIN'), thumbprint: z.string().optional() }),
    ({ world }, input) => {
      const registration = getRegistration(world, input.clientId)
      addCertificate(world, registration, input.pem, input.thumbprint)
      return { done: `${registration.displayName} has another certificate.` }
    },
  ),
}
