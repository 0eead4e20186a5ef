import { madeOf } from '../world/change-objects.ts'
import type { Registration } from '../world/types.ts'
import { keyIdOf } from './key-credentials.ts'
import { multi, none, ownRole, type Properties, publisher, single, time } from './shapes.ts'

/** An app registration in Graph's words. */
export const applicationProperties: Properties<Registration> = {
  id: (app) => app.objectId,
  deletedDateTime: none,
  appId: (app) => app.appId,
  createdDateTime: (app) => time(madeOf(app).createdAtMs),
  disabledByMicrosoftStatus: none,
  displayName: (app) => app.displayName,
  uniqueName: (app) => app.made?.uniqueName ?? null,
  notes: (app) => madeOf(app).notes,
  tags: (app) => madeOf(app).tags,
  isFallbackPublicClient: (app) => app.made?.publicClient || null,
  api: (app) => ({
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: madeOf(app).tokenVersion,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  }),
  appRoles: (app) => app.appRoles.map(ownRole),
  identifierUris: (app) => app.identifierUris,
  isDisabled: (app) => app.isDisabled,
  signInAudience: (app) => {
    if (!app.multiTenant) return single
    return app.made?.personalAccounts ? 'AzureADandPersonalMicrosoftAccount' : multi
  },
  verifiedPublisher: publisher,
  keyCredentials: (app) =>
    app.certificates.map((one) => ({
      customKeyIdentifier: one.made?.identifier ?? Buffer.from(one.thumbprint, 'hex').toString('base64'),
      displayName: one.made ? one.made.displayName : 'CN=emulated',
      endDateTime: time(one.endsAtMs),
      key: null,
      keyId: keyIdOf(one),
      ...(one.made && { startDateTime: time(one.made.startsAtMs) }),
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    })),
  passwordCredentials: (app) =>
    app.secrets.map((secret) => ({
      customKeyIdentifier: null,
      displayName: 'secret',
      endDateTime: time(secret.endsAtMs),
      hint: secret.value.slice(0, 3),
      secretText: null,
    })),
  requiredResourceAccess: (app) =>
    [...Map.groupBy(app.required, (access) => access.resourceAppId)].map(([resourceAppId, list]) => {
      return { resourceAppId, resourceAccess: list.map(({ id, type }) => ({ id, type })) }
    }),
  web: (app) => ({
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: app.redirectUris,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
  }),
}
