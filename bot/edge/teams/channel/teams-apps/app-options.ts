import type { App } from '@microsoft/teams.apps'
import type { SdkOptions } from '../teams-sdk.ts'
import { makeRequestPolicy } from './request-policy.ts'

type Options = NonNullable<ConstructorParameters<typeof App>[0]>

/** Where the SDK would ask by itself; `.invalid` leads nowhere, in any network. */
const nowhere = 'https://sdk.invalid'

/** Sets every option for which the SDK would otherwise read a variable of the environment; an empty text is none. */
export const optionsOf = (options: SdkOptions): Options => ({
  clientId: '',
  clientSecret: '',
  managedIdentityClientId: '',
  tenantId: '',
  serviceUrl: nowhere,
  apiClientSettings: { oauthUrl: nowhere },
  cloud: {
    loginEndpoint: nowhere,
    loginTenant: 'none',
    botScope: `${nowhere}/.default`,
    tokenServiceUrl: nowhere,
    openIdMetadataUrl: nowhere,
    tokenIssuer: nowhere,
    graphScope: `${nowhere}/.default`,
    agenticIdentityBotScope: `${nowhere}/.default`,
  },
  dangerouslyAllowUnauthenticatedRequests: false,
  // Never started: restify serves the bot, and hands over what it has authenticated.
  httpServerAdapter: { registerRoute() {} },
  client: { middlewares: [makeRequestPolicy(options)], logger: quiet },
  logger: quiet,
  telemetry: { agent365: false },
})

/** What fails is thrown to the caller, who logs it; the SDK would print texts of people. */
const quiet: NonNullable<Options['logger']> = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  trace() {},
  log() {},
  child: () => quiet,
}
