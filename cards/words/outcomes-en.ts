/** What a card says about one outcome: what happened, why, and what to do. Who can do it is in the outcome table of the bot. */
interface OutcomeWords {
  title: string
  cause: string
  remedy: string
}

const table = {
  consentDeclined: {
    title: 'Consent was declined',
    cause: 'The person who signed in selected Cancel on the Microsoft consent page.',
    remedy: 'Talk to that person, then grant again to get a new link.',
  },
  consentAbandoned: {
    title: 'The consent page was left without an answer',
    cause: 'The person went back, or left the page that says admin approval is required.',
    remedy: 'Grant again and send the new link to an admin who can consent.',
  },
  consentFailed: {
    title: 'Consent failed',
    cause:
      'Microsoft refused the consent with a code or an answer that Grantkeeper doesn’t know. Nothing was concluded from it.',
    remedy: 'Look up the code at Microsoft, then grant again with a new link.',
  },
  consentReported: {
    title: 'The redirect reports that consent was given',
    cause: 'A redirect is only a report. Grantkeeper trusts only what it reads in the tenant.',
    remedy: 'Sync to read the tenant.',
  },
  consentNotConfirmed: {
    title: 'The consent couldn’t be confirmed',
    cause: 'Microsoft reported a consent, but repeated reads of the tenant didn’t show it.',
    remedy: 'Sync once more. If it’s still missing, grant again with a new link.',
  },
  consentAsked: {
    title: 'Microsoft asks for consent',
    cause: 'This isn’t an error. The page lists what the app requests.',
    remedy: 'Compare app and permissions with the card. An admin who can consent selects Accept.',
  },
  consentMissing: {
    title: 'No consent is recorded',
    cause: 'The app was never consented to in this tenant, or the consent hasn’t propagated yet.',
    remedy: 'If you just consented, wait a few minutes. Otherwise, grant permissions.',
  },
  adminConsentNeeded: {
    title: 'Admin consent is required',
    cause: 'The person who signed in isn’t allowed to grant these permissions.',
    remedy: 'Send the link to an admin who has the required role.',
  },
  consentUnderReview: {
    title: 'The consent is waiting for a reviewer',
    cause: 'The tenant uses the admin consent workflow, so the request went to its reviewers.',
    remedy: 'Ask a reviewer to approve it in Entra, under Admin consent requests.',
  },
  consentNotAllowed: {
    title: 'This account can’t grant the permissions',
    cause: 'A policy or a missing role prevents this person from granting the permissions.',
    remedy: 'Sign in with an account that can consent for the whole tenant.',
  },
  consentFault: {
    title: 'Microsoft couldn’t record the consent',
    cause: 'Its consent service had a temporary problem.',
    remedy: 'Try again in a few minutes. If it happens again, open a Microsoft support case.',
  },
  consentNotRecorded: {
    title: 'Microsoft can’t record the consent',
    cause: 'Its consent service failed in a way that another try doesn’t fix.',
    remedy: 'Open a Microsoft support case and include the trace ID.',
  },
  consentNotReady: {
    title: 'The app isn’t ready in the tenant',
    cause: 'Most often, its enterprise application is still being created.',
    remedy:
      'Wait a minute, then sync. If permissions are still missing, grant again with a new link. Delete nothing.',
  },
  appAlreadyPresent: {
    title: 'The app is already in the tenant',
    cause: 'Its enterprise application already exists, often from an earlier consent.',
    remedy: 'Sync to see what is granted. If permissions are missing, grant again. Delete nothing.',
  },
  permissionNotPublished: {
    title: 'The app requests a permission that its API doesn’t have',
    cause: 'The app registration lists a permission that the API doesn’t publish, or no longer.',
    remedy:
      'Correct the permission in the app registration. Nothing has to be changed or deleted in the tenant.',
  },
  tooManyScopes: {
    title: 'The app requests too many delegated permissions',
    cause: 'The names of its delegated permissions together are longer than Microsoft can store for one API.',
    remedy:
      'Request fewer delegated permissions in the app registration. Nothing has to be changed or deleted in the tenant.',
  },
  tenantUnmanaged: {
    title: 'Nobody manages the tenant',
    cause: 'It was created by a self-service sign-up, and no admin has claimed its domain yet.',
    remedy: 'Claim the domain by DNS validation, which makes an admin. Then grant again.',
  },
  appRatedRisky: {
    title: 'Microsoft rates the app as risky',
    cause: 'The publisher isn’t verified, or the request looks unusual.',
    remedy: 'Check the client ID and the permissions. If they’re correct, an admin can still consent.',
  },
  basicPermissionMissing: {
    title: 'The app lacks a basic permission',
    cause: 'Its app registration doesn’t request sign-in or profile permissions.',
    remedy: 'Add User.Read to the app registration.',
  },
  permissionListBroken: {
    title: 'The app’s permission list is invalid',
    cause: 'Its app registration has an empty or incorrect list of required permissions.',
    remedy: 'Fix the list in the app registration. It needs at least User.Read.',
  },
  apiMissing: {
    title: 'The tenant lacks an API that the app needs',
    cause: 'The API isn’t licensed or has no service principal in this tenant.',
    remedy: 'License the service or create its service principal, then grant again.',
  },
  scopeUnknown: {
    title: 'The app requests a permission that doesn’t exist',
    cause: 'A permission name in the link or the app registration is wrong.',
    remedy: 'Correct the permission in the app registration.',
  },
  apiRetired: {
    title: 'The app requests an API that was retired',
    cause: 'Microsoft has removed the API.',
    remedy: 'Remove the API from the app registration.',
  },
  appMisconfigured: {
    title: 'The app is misconfigured',
    cause: 'The permission isn’t in its app registration, or was never consented to.',
    remedy: 'Compare the app registration with the required permissions, then grant again.',
  },
  apiNotListed: {
    title: 'An API is missing from the app registration',
    cause: 'The app requests an API that its app registration doesn’t list.',
    remedy: 'Add the API to the app registration.',
  },
  replyAddressWrong: {
    title: 'The redirect URI isn’t registered',
    cause: 'The app registration doesn’t list the redirect URI that the link uses.',
    remedy: 'Add Grantkeeper’s callback address as a redirect URI in the app registration.',
  },
  requestIncomplete: {
    title: 'The link is incomplete',
    cause: 'The request to Microsoft is missing a parameter.',
    remedy: 'Get a new link. If it fails too, report the problem.',
  },
  linkRefused: {
    title: 'Microsoft rejected the link',
    cause: 'Something in the link or the app registration is wrong.',
    remedy: 'Get a new link. If it fails too, check the app registration.',
  },
  redirectMalformed: {
    title: 'The response from Microsoft was malformed',
    cause:
      'The redirect reported a consent but named something that isn’t a tenant, or nothing at all. Only reading the tenant counts.',
    remedy: 'If the permissions don’t appear, grant again with a new link.',
  },
  wrongAccount: {
    title: 'The account belongs to another tenant',
    cause: 'The person signed in with an account that this tenant doesn’t recognize.',
    remedy: 'Open the link in a private window and sign in with an admin account of this tenant.',
  },
  accountNotInTenant: {
    title: 'The account isn’t in the tenant',
    cause: 'The person signed in with an account that doesn’t exist here.',
    remedy: 'Use an account in this tenant.',
  },
  guestAccount: {
    title: 'Guest accounts can’t be used here',
    cause: 'The person signed in as a guest or with an external account.',
    remedy: 'Use a private window and an account that belongs to this tenant.',
  },
  mfaNeeded: {
    title: 'Another sign-in step is required',
    cause: 'The tenant requires multifactor authentication.',
    remedy: 'Open the link again and complete the extra step.',
  },
  signInExpired: {
    title: 'The sign-in is no longer valid',
    cause: 'A password was reset or sessions were revoked.',
    remedy: 'Sign in again.',
  },
  passwordWrong: {
    title: 'The user name or password is wrong',
    cause: 'The sign-in service didn’t accept the user name and password.',
    remedy: 'Sign in again, or reset the password.',
  },
  passwordExpired: {
    title: 'The password has expired',
    cause: 'The account must get a new password first.',
    remedy: 'Change the password, then open the link again.',
  },
  accountLocked: {
    title: 'The account is locked for now',
    cause: 'There were too many failed sign-ins, or they came from an address that attacks others.',
    remedy: 'Wait a while, then sign in again from another network. If that fails, reset the password.',
  },
  accountDisabled: {
    title: 'The account is disabled',
    cause: 'The account that signed in is disabled in its directory.',
    remedy: 'Use another account, or enable this one.',
  },
  accountAtRisk: {
    title: 'The account is at risk in its home tenant',
    cause: 'Its home tenant reports suspicious activity, so it can’t act in other tenants.',
    remedy: 'Remediate the risk in the home tenant, or use an account of this tenant.',
  },
  assignmentRequired: {
    title: 'The person isn’t assigned to the app',
    cause: 'The tenant lets only assigned people use this app.',
    remedy: 'Assign the person in the enterprise application, or turn off "Assignment required".',
  },
  deviceNotAllowed: {
    title: 'The device isn’t allowed',
    cause: 'A policy of the tenant requires a managed or compliant device, or another browser.',
    remedy:
      'Use a device that meets the policy, or ask a Conditional Access Administrator to change the policy.',
  },
  securityDefaults: {
    title: 'Security defaults blocked the sign-in',
    cause: 'The tenant doesn’t allow this kind of client.',
    remedy: 'Open the link in an up-to-date browser.',
  },
  tenantRestricted: {
    title: 'A tenant restriction blocked the sign-in',
    cause: 'A cross-tenant policy or a network proxy doesn’t allow this tenant.',
    remedy: 'Use another network, or allow the tenant in the policy.',
  },
  appNotInTenant: {
    title: 'The app isn’t in this tenant',
    cause:
      'It was never consented to here, its enterprise application was deleted, or the client ID is wrong.',
    remedy:
      'If an admin just consented, wait a few minutes. Otherwise, an admin must consent again: grant the set or, for the directory connection, select Connect on the card of the tenant.',
  },
  appDisabled: {
    title: 'The app is disabled in Entra',
    cause: 'Its enterprise application is disabled in this tenant, or no longer exists.',
    remedy:
      'In the properties of the app, set "Enabled for users to sign-in?" to Yes. If the app is gone, grant again.',
  },
  resourceNotInTenant: {
    title: 'The API isn’t in this tenant',
    cause: 'The API that the token is for has no service principal here.',
    remedy: 'License the service or create its service principal, then sync.',
  },
  resourceDisabled: {
    title: 'The API is disabled in the tenant',
    cause: 'Its service principal is disabled there, or the subscription behind it has lapsed.',
    remedy: 'Enable the enterprise application of the API, or renew the subscription. Then sync.',
  },
  conditionalAccess: {
    title: 'Conditional Access blocked the sign-in',
    cause: 'A Conditional Access policy of the tenant doesn’t allow this sign-in.',
    remedy: 'Find the policy in the sign-in log, then exclude the app or change the policy.',
  },
  partnerNotAuthorized: {
    title: 'The app isn’t authorized in the tenant',
    cause: 'Consent on behalf of a customer wasn’t given for this app.',
    remedy: 'Grant permissions in the tenant itself.',
  },
  tenantNotFound: {
    title: 'The tenant wasn’t found',
    cause: 'It was deleted, or the ID or domain is misspelled.',
    remedy: 'Check the tenant ID. If the tenant is gone, remove it here.',
  },
  tenantBlocked: {
    title: 'The tenant was deleted or blocked',
    cause: 'Microsoft no longer allows sign-ins to it.',
    remedy: 'Ask the customer. If the tenant is gone for good, remove it here.',
  },
  tenantIdMalformed: {
    title: 'That isn’t a tenant ID',
    cause: 'The text is neither a GUID nor a domain.',
    remedy: 'Use the tenant ID from Entra, or a verified domain.',
  },
  otherCloud: {
    title: 'The tenant is in another cloud',
    cause: 'It belongs to a national cloud with its own endpoints, or the app belongs to another one.',
    remedy: 'Use a Grantkeeper installation that’s set up for that cloud.',
  },
  tenantAddressMissing: {
    title: 'The sign-in address doesn’t name a tenant',
    cause: 'This kind of sign-in doesn’t work on the common endpoint.',
    remedy: 'Use the tenant ID in the address.',
  },
  appSingleTenant: {
    title: 'The app is for one tenant only',
    cause: 'Its app registration isn’t multi-tenant.',
    remedy: 'Set the app registration to accounts in any organizational directory.',
  },
  secretWrong: {
    title: 'The client secret is wrong',
    cause: 'The secret doesn’t belong to this app, or its ID was used instead of its value.',
    remedy: 'Put the value of a valid secret in the configuration.',
  },
  secretExpired: {
    title: 'The client secret has expired',
    cause: 'The app’s client secret is past its end date. All tenants are affected.',
    remedy: 'Create a new secret in the app registration and put it in the configuration.',
  },
  credentialMissing: {
    title: 'No secret or certificate was sent',
    cause: 'The request to the sign-in service had no credential.',
    remedy: 'Set a client secret or a certificate in the configuration.',
  },
  certificateRefused: {
    title: 'The certificate was rejected',
    cause: 'The app registration doesn’t list this certificate, or the signature doesn’t match.',
    remedy: 'Upload the certificate to the app registration and check the thumbprint.',
  },
  keyTooWeak: {
    title: 'The key of the certificate is too weak',
    cause: 'The certificate has an RSA key that’s shorter than Microsoft accepts.',
    remedy:
      'Create a certificate with a key of at least 2,048 bits, upload it to the app registration, and put it in the configuration.',
  },
  federationMismatch: {
    title: 'The federated credential doesn’t match',
    cause:
      'Issuer, subject, or audience of the assertion isn’t that of a federated credential of the app. Upper and lower case count.',
    remedy:
      'Compare the federated credential in the app registration with the identity that Grantkeeper runs under.',
  },
  clockWrong: {
    title: 'The clock is wrong',
    cause: 'The signed request is outside its validity period.',
    remedy: 'Correct the clock of the server.',
  },
  credentialRefused: {
    title: 'The credential was rejected',
    cause: 'The secret or certificate of the app doesn’t work.',
    remedy: 'Check the secret or certificate in the configuration and in the app registration.',
  },
  scopeMalformed: {
    title: 'The requested scope is malformed',
    cause: 'The request names no API, several APIs, or a permission that this sign-in can’t request.',
    remedy: 'Request one API with /.default.',
  },
  tokenLoop: {
    title: 'Too many sign-ins in a row',
    cause: 'Microsoft stopped the app because it kept requesting the same token.',
    remedy: 'Wait a few minutes, then sync.',
  },
  tokenRefused: {
    title: 'The sign-in was refused',
    cause:
      'Microsoft issued no token for this tenant, with a code that Grantkeeper doesn’t know. Other tenants aren’t affected.',
    remedy: 'Look up the code at Microsoft.',
  },
  tokenEmpty: {
    title: 'The sign-in service sent no token',
    cause: 'The response reported success but contained no token.',
    remedy: 'Sync again later.',
  },
  loginCodeUnknown: {
    title: 'Unknown sign-in code',
    cause: 'The sign-in service of Microsoft refused, and Grantkeeper has no explanation for this code.',
    remedy: 'Open the link. It leads to Microsoft’s page about the code.',
  },
  loginThrottled: {
    title: 'The sign-in service is busy',
    cause: 'Microsoft is throttling sign-ins for this tenant.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  loginFault: {
    title: 'The sign-in service had a problem',
    cause: 'The problem is at Microsoft and temporary.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  loginUnreadable: {
    title: 'The sign-in response couldn’t be read',
    cause: 'Something other than the sign-in service responded, for example a proxy.',
    remedy: 'Sync again later. If the problem persists, check the network between Grantkeeper and Microsoft.',
  },
  graphRequestWrong: {
    title: 'Microsoft Graph rejected the request',
    cause: 'The request was invalid.',
    remedy: 'Report the problem with the request ID.',
  },
  requestUnsupported: {
    title: 'Microsoft doesn’t support the request',
    cause: 'The service answered that it will never do this, so it isn’t tried again.',
    remedy:
      'Check the addresses in the configuration and, if they’re right, report the problem with the request ID.',
  },
  pageTokenExpired: {
    title: 'A long list couldn’t be read completely',
    cause: 'Microsoft Graph let its page token expire several times.',
    remedy: 'Sync again later.',
  },
  graphTokenRefused: {
    title: 'Microsoft Graph rejected the token',
    cause: 'A new token was rejected as well.',
    remedy: 'Sync again later. If the problem persists, remove the tenant here, then add it again.',
  },
  readerRightMissing: {
    title: 'Grantkeeper isn’t allowed to read this tenant',
    cause: 'The reader app lacks a permission here, or its consent is still propagating.',
    remedy:
      'If an admin just consented, wait a few minutes. Otherwise, select Connect on the card of the tenant: an admin must consent to the reader app again.',
  },
  readerNotFound: {
    title: 'The reader app wasn’t found in the tenant',
    cause: 'Its enterprise application was deleted, or is still being created.',
    remedy:
      'If an admin just consented, wait a few minutes. Otherwise, select Connect on the card of the tenant: an admin must consent to the reader app again.',
  },
  readerDisabled: {
    title: 'The reader app is disabled',
    cause: 'Its enterprise application is disabled in this tenant.',
    remedy: 'In the properties of the app, set "Enabled for users to sign-in?" to Yes.',
  },
  licenceMissing: {
    title: 'A license is missing',
    cause: 'The tenant has no Entra ID P1 or P2, which this data requires. Nothing was removed.',
    remedy: 'Add the license, or continue without this data.',
  },
  accessRefused: {
    title: 'A policy of the tenant prevents access',
    cause: 'Microsoft Graph refused because of a policy.',
    remedy: 'Find the policy in the sign-in log of the service principal, then change it or exclude the app.',
  },
  serviceNotSetUp: {
    title: 'The service isn’t set up in the tenant',
    cause: 'The tenant has no Intune, or hasn’t set it up.',
    remedy: 'Set up the service, or continue without this data.',
  },
  objectNotFound: {
    title: 'Microsoft Graph didn’t find the object',
    cause: 'The object was deleted, or is too new to be visible everywhere.',
    remedy: 'Sync again in a few minutes.',
  },
  graphConflict: {
    title: 'Two changes conflicted',
    cause: 'Something else changed the object at the same time.',
    remedy: 'Sync again.',
  },
  resyncRequired: {
    title: 'The list must be read from the start',
    cause: 'Microsoft Graph no longer recognizes the position in the list.',
    remedy: 'Sync again.',
  },
  dependencyFailed: {
    title: 'Part of the read failed',
    cause: 'It depended on another part that failed.',
    remedy: 'Sync again.',
  },
  graphThrottled: {
    title: 'Microsoft Graph is busy',
    cause: 'Microsoft is throttling requests. This says nothing about the tenant.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  graphFault: {
    title: 'Microsoft Graph had a problem',
    cause: 'The problem is at Microsoft and temporary.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  graphRefused: {
    title: 'Microsoft Graph refused the request',
    cause: 'Grantkeeper doesn’t recognize the reason.',
    remedy: 'Report the problem with the request ID.',
  },
  partMissing: {
    title: 'Part of the response is missing',
    cause: 'Microsoft Graph didn’t answer everything it was asked.',
    remedy: 'Sync again.',
  },
  answerUnreadable: {
    title: 'The response couldn’t be read',
    cause: 'It was cut off, or isn’t what Microsoft Graph sends. Nothing was concluded from it.',
    remedy: 'Sync again. If the problem persists, check the network between Grantkeeper and Microsoft.',
  },
  listUnfinished: {
    title: 'A list couldn’t be read completely',
    cause: 'Its next page led in a circle or to an unexpected address, or the list was too long.',
    remedy: 'Sync again. If the problem persists, report it.',
  },
  readsDisagree: {
    title: 'Two responses contradict each other',
    cause: 'A change is still propagating at Microsoft.',
    remedy: 'Sync again in a few minutes.',
  },
  notAsked: {
    title: 'This wasn’t read',
    cause: 'The last read had no reason to request it.',
    remedy: 'Sync again.',
  },
  hostNotFound: {
    title: 'Microsoft couldn’t be reached',
    cause: 'The server name couldn’t be resolved.',
    remedy: 'Check the DNS and network settings of Grantkeeper.',
  },
  connectionRefused: {
    title: 'The connection was refused',
    cause: 'Nothing is listening at the address, or a firewall blocks it.',
    remedy: 'Check the addresses in the configuration and the firewall.',
  },
  connectionCut: {
    title: 'The connection was closed',
    cause: 'The other side or the network closed it too early.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  timedOut: {
    title: 'The request timed out',
    cause: 'Microsoft or the network was too slow.',
    remedy: 'Sync again later.',
  },
  certificateUntrusted: {
    title: 'The server certificate isn’t trusted',
    cause: 'A proxy inspects encrypted connections, or a certificate is wrong.',
    remedy: 'Give Grantkeeper the certificate authority of the proxy.',
  },
  answerTooLarge: {
    title: 'The response was too large',
    cause: 'It contained more data than any tenant needs.',
    remedy: 'Sync again. If the problem persists, report it.',
  },
  readCancelled: {
    title: 'The read was canceled',
    cause: 'It was canceled, or Grantkeeper was stopped.',
    remedy: 'Sync again when you’re ready.',
  },
  networkFault: {
    title: 'Network problem',
    cause: 'The connection to Microsoft failed.',
    remedy: 'Wait. Grantkeeper retries automatically.',
  },
  consentInvalid: {
    title: 'The consent is no longer valid',
    cause: 'The token or the consent of the app has ended.',
    remedy: 'Grant permissions again and accept.',
  },
  permissionsMissing: {
    title: 'Permissions are missing',
    cause: 'Some permissions that the apps need were never granted or were removed.',
    remedy: 'Open the details to see which ones, then grant permissions.',
  },
  permissionUpdateRequired: {
    title: 'New permissions are required',
    cause: 'The apps need more permissions than were granted before.',
    remedy: 'Update the permissions. Other consoles might show the old message for up to a day.',
  },
  tenantBoundElsewhere: {
    title: 'The tenant is connected to another account',
    cause: 'Another account of the vendor already uses this tenant.',
    remedy: 'Ask the vendor to end the other connection, then grant again.',
  },
} as const satisfies Readonly<Record<string, OutcomeWords>>

/** The same names as the outcome table of the bot; a test compares them. */
export type OutcomeName = keyof typeof table

export const outcomesEn: Readonly<Record<OutcomeName, OutcomeWords>> = table
