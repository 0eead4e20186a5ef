/** What a card says about one outcome: what happened, why, what to do, and who can do it. */
interface OutcomeWords {
  title: string
  cause: string
  remedy: string
  who: string
}

const consentAdmin = 'Privileged Role Administrator of the tenant'
const appAdmin = 'Cloud Application Administrator of the tenant'
const policyAdmin = 'Conditional Access Administrator of the tenant'
const licenseAdmin = 'The person who buys licenses for the tenant'
const signer = 'The person who signs in'
const publisher = 'The publisher of the app'
const botOperator = 'The admin who runs Grantkeeper'
const operator = 'Anyone with the operator role'
const nobody = 'No one; it usually resolves on its own'

const table = {
  consentDeclined: {
    title: 'Consent was declined',
    cause: 'The person who signed in selected Cancel on the Microsoft consent page.',
    remedy: 'Talk to that person, then grant again to get a new link.',
    who: consentAdmin,
  },
  consentAbandoned: {
    title: 'The consent page was left without an answer',
    cause: 'The person went back, or left the page that says admin approval is required.',
    remedy: 'Grant again and send the new link to an admin who can consent.',
    who: consentAdmin,
  },
  consentFailed: {
    title: 'Consent failed',
    cause: 'Microsoft reported a failure that Grantkeeper doesn’t recognize.',
    remedy: 'Look up the code with the link, then grant again.',
    who: consentAdmin,
  },
  consentReported: {
    title: 'The redirect reports that consent was given',
    cause: 'A redirect is only a report. Grantkeeper trusts only what it reads in the tenant.',
    remedy: 'Select Sync now to read the tenant.',
    who: operator,
  },
  consentNotConfirmed: {
    title: 'The consent couldn’t be confirmed',
    cause: 'Microsoft reported a consent, but repeated reads of the tenant didn’t show it.',
    remedy: 'Sync once more. If it’s still missing, grant again with a new link.',
    who: consentAdmin,
  },
  consentMissing: {
    title: 'No consent is recorded',
    cause: 'The app was never consented to in this tenant, or the consent hasn’t propagated yet.',
    remedy: 'If you just consented, wait a few minutes. Otherwise, grant permissions.',
    who: consentAdmin,
  },
  adminConsentNeeded: {
    title: 'Admin consent is required',
    cause: 'The person who signed in isn’t allowed to grant these permissions.',
    remedy: 'Send the link to an admin who has the required role.',
    who: consentAdmin,
  },
  consentUnderReview: {
    title: 'The consent is waiting for a reviewer',
    cause: 'The tenant uses the admin consent workflow, so the request went to its reviewers.',
    remedy: 'Ask a reviewer to approve it in Entra, under Admin consent requests.',
    who: 'A reviewer of admin consent requests in the tenant',
  },
  consentNotAllowed: {
    title: 'This account can’t grant the permissions',
    cause: 'A policy or a missing role prevents this person from granting the permissions.',
    remedy: 'Sign in with an account that can consent for the whole tenant.',
    who: consentAdmin,
  },
  consentFault: {
    title: 'Microsoft couldn’t record the consent',
    cause: 'Its consent service had a temporary problem.',
    remedy: 'Try again in a few minutes. If it happens again, open a Microsoft support case.',
    who: consentAdmin,
  },
  consentNotRecorded: {
    title: 'Microsoft can’t record the consent',
    cause: 'Its consent service failed in a way that another try doesn’t fix.',
    remedy: 'Open a Microsoft support case and include the trace ID.',
    who: publisher,
  },
  consentNotReady: {
    title: 'The app isn’t ready in the tenant',
    cause:
      'Its enterprise application is still being created, already exists, or has an outdated permission list.',
    remedy:
      'Wait 30 seconds, then sync. If the problem persists, delete the old enterprise application and grant again.',
    who: appAdmin,
  },
  appRatedRisky: {
    title: 'Microsoft rates the app as risky',
    cause: 'The publisher isn’t verified, or the request looks unusual.',
    remedy: 'Check the client ID and the permissions. If they’re correct, an admin can still consent.',
    who: consentAdmin,
  },
  basicPermissionMissing: {
    title: 'The app lacks a basic permission',
    cause: 'Its app registration doesn’t request sign-in or profile permissions.',
    remedy: 'Add User.Read to the app registration.',
    who: publisher,
  },
  permissionListBroken: {
    title: 'The app’s permission list is invalid',
    cause: 'Its app registration has an empty or incorrect list of required permissions.',
    remedy: 'Fix the list in the app registration. It needs at least User.Read.',
    who: publisher,
  },
  apiMissing: {
    title: 'The tenant lacks an API that the app needs',
    cause: 'The API isn’t licensed or has no service principal in this tenant.',
    remedy: 'License the service or create its service principal, then grant again.',
    who: appAdmin,
  },
  scopeUnknown: {
    title: 'The app requests a permission that doesn’t exist',
    cause: 'A permission name in the link or the app registration is wrong.',
    remedy: 'Correct the permission in the app registration.',
    who: publisher,
  },
  apiRetired: {
    title: 'The app requests an API that was retired',
    cause: 'Microsoft has removed the API.',
    remedy: 'Remove the API from the app registration.',
    who: publisher,
  },
  appMisconfigured: {
    title: 'The app is misconfigured',
    cause: 'The permission isn’t in its app registration, or was never consented to.',
    remedy: 'Compare the app registration with the required permissions, then grant again.',
    who: publisher,
  },
  apiNotListed: {
    title: 'An API is missing from the app registration',
    cause: 'The app requests an API that its app registration doesn’t list.',
    remedy: 'Add the API to the app registration.',
    who: publisher,
  },
  replyAddressWrong: {
    title: 'The redirect URI isn’t registered',
    cause: 'The app registration doesn’t list the redirect URI that the link uses.',
    remedy: 'Add Grantkeeper’s callback address as a redirect URI in the app registration.',
    who: publisher,
  },
  requestIncomplete: {
    title: 'The link is incomplete',
    cause: 'The request to Microsoft is missing a parameter.',
    remedy: 'Get a new link. If it fails too, report the problem.',
    who: botOperator,
  },
  linkRefused: {
    title: 'Microsoft rejected the link',
    cause: 'Something in the link or the app registration is wrong.',
    remedy: 'Get a new link. If it fails too, check the app registration.',
    who: publisher,
  },
  wrongAccount: {
    title: 'The account belongs to another tenant',
    cause: 'The person signed in with an account that this tenant doesn’t recognize.',
    remedy: 'Open the link in a private window and sign in with an admin account of this tenant.',
    who: signer,
  },
  accountNotInTenant: {
    title: 'The account isn’t in the tenant',
    cause: 'The person signed in with an account that doesn’t exist here.',
    remedy: 'Use an account in this tenant.',
    who: signer,
  },
  guestAccount: {
    title: 'Guest accounts can’t be used here',
    cause: 'The person signed in as a guest or with an external account.',
    remedy: 'Use a private window and an account that belongs to this tenant.',
    who: signer,
  },
  mfaNeeded: {
    title: 'Another sign-in step is required',
    cause: 'The tenant requires multifactor authentication.',
    remedy: 'Open the link again and complete the extra step.',
    who: signer,
  },
  signInExpired: {
    title: 'The sign-in is no longer valid',
    cause: 'A password was reset or sessions were revoked.',
    remedy: 'Sign in again.',
    who: signer,
  },
  assignmentRequired: {
    title: 'The person isn’t assigned to the app',
    cause: 'The tenant lets only assigned people use this app.',
    remedy: 'Assign the person in the enterprise application, or turn off "Assignment required".',
    who: appAdmin,
  },
  deviceNotAllowed: {
    title: 'The device isn’t allowed',
    cause: 'A policy of the tenant requires a managed or compliant device, or another browser.',
    remedy: 'Use a device that meets the policy, or change the policy.',
    who: policyAdmin,
  },
  securityDefaults: {
    title: 'Security defaults blocked the sign-in',
    cause: 'The tenant doesn’t allow this kind of client.',
    remedy: 'Open the link in an up-to-date browser.',
    who: signer,
  },
  tenantRestricted: {
    title: 'A tenant restriction blocked the sign-in',
    cause: 'A cross-tenant policy or a network proxy doesn’t allow this tenant.',
    remedy: 'Use another network, or allow the tenant in the policy.',
    who: 'The admin of the network and access policies',
  },
  appNotInTenant: {
    title: 'The app isn’t in this tenant',
    cause:
      'It was never consented to here, its enterprise application was deleted, or the client ID is wrong.',
    remedy:
      'If an admin just consented, wait a few minutes. Otherwise, consent again: grant the set or, for the directory connection, add the tenant again.',
    who: consentAdmin,
  },
  appDisabled: {
    title: 'The app is disabled in Entra',
    cause: 'Its enterprise application is disabled in this tenant, or no longer exists.',
    remedy:
      'In the properties of the app, set "Enabled for users to sign-in?" to Yes. If the app is gone, grant again.',
    who: appAdmin,
  },
  resourceNotInTenant: {
    title: 'The API isn’t in this tenant',
    cause: 'The API that the token is for has no service principal here.',
    remedy: 'License the service or create its service principal, then sync.',
    who: appAdmin,
  },
  conditionalAccess: {
    title: 'Conditional Access blocked the sign-in',
    cause: 'A Conditional Access policy of the tenant doesn’t allow this sign-in.',
    remedy: 'Find the policy in the sign-in log, then exclude the app or change the policy.',
    who: policyAdmin,
  },
  partnerNotAuthorized: {
    title: 'The app isn’t authorized in the tenant',
    cause: 'Consent on behalf of a customer wasn’t given for this app.',
    remedy: 'Grant permissions in the tenant itself.',
    who: consentAdmin,
  },
  tenantNotFound: {
    title: 'The tenant wasn’t found',
    cause: 'It was deleted, or the ID or domain is misspelled.',
    remedy: 'Check the tenant ID. If the tenant is gone, remove it here.',
    who: 'An approver',
  },
  tenantBlocked: {
    title: 'The tenant was deleted or blocked',
    cause: 'Microsoft no longer allows sign-ins to it.',
    remedy: 'Ask the customer. If the tenant is gone for good, remove it here.',
    who: 'An approver',
  },
  tenantIdMalformed: {
    title: 'That isn’t a tenant ID',
    cause: 'The text is neither a GUID nor a domain.',
    remedy: 'Use the tenant ID from Entra, or a verified domain.',
    who: operator,
  },
  otherCloud: {
    title: 'The tenant is in another cloud',
    cause: 'It belongs to a national cloud with its own endpoints.',
    remedy: 'Use a Grantkeeper installation that’s set up for that cloud.',
    who: botOperator,
  },
  tenantAddressMissing: {
    title: 'The sign-in address doesn’t name a tenant',
    cause: 'This kind of sign-in doesn’t work on the common endpoint.',
    remedy: 'Use the tenant ID in the address.',
    who: botOperator,
  },
  appSingleTenant: {
    title: 'The app is for one tenant only',
    cause: 'Its app registration isn’t multi-tenant.',
    remedy: 'Set the app registration to accounts in any organizational directory.',
    who: publisher,
  },
  secretWrong: {
    title: 'The client secret is wrong',
    cause: 'The secret doesn’t belong to this app, or its ID was used instead of its value.',
    remedy: 'Put the value of a valid secret in the configuration.',
    who: botOperator,
  },
  secretExpired: {
    title: 'The client secret has expired',
    cause: 'The app’s client secret is past its end date. All tenants are affected.',
    remedy: 'Create a new secret in the app registration and put it in the configuration.',
    who: botOperator,
  },
  credentialMissing: {
    title: 'No secret or certificate was sent',
    cause: 'The request to the sign-in service had no credential.',
    remedy: 'Set a client secret or a certificate in the configuration.',
    who: botOperator,
  },
  certificateRefused: {
    title: 'The certificate was rejected',
    cause: 'The app registration doesn’t list this certificate, or the signature doesn’t match.',
    remedy: 'Upload the certificate to the app registration and check the thumbprint.',
    who: botOperator,
  },
  clockWrong: {
    title: 'The clock is wrong',
    cause: 'The signed request is outside its validity period.',
    remedy: 'Correct the clock of the server.',
    who: botOperator,
  },
  credentialRefused: {
    title: 'The credential was rejected',
    cause: 'The secret or certificate of the app doesn’t work.',
    remedy: 'Check the secret or certificate in the configuration and in the app registration.',
    who: botOperator,
  },
  scopeMalformed: {
    title: 'The requested scope is malformed',
    cause: 'The request names no API, several APIs, or a permission that this sign-in can’t request.',
    remedy: 'Request one API with /.default.',
    who: botOperator,
  },
  tokenLoop: {
    title: 'Too many sign-ins in a row',
    cause: 'Microsoft stopped the app because it kept requesting the same token.',
    remedy: 'Wait a few minutes, then sync.',
    who: botOperator,
  },
  tokenRefused: {
    title: 'The sign-in was refused',
    cause: 'Microsoft issued no token for this tenant, for a reason that Grantkeeper doesn’t recognize.',
    remedy: 'Look up the code with the link.',
    who: botOperator,
  },
  tokenEmpty: {
    title: 'The sign-in service sent no token',
    cause: 'The response reported success but contained no token.',
    remedy: 'Sync again later.',
    who: nobody,
  },
  loginCodeUnknown: {
    title: 'Unknown sign-in code',
    cause: 'Grantkeeper has no explanation for this code.',
    remedy: 'Open the link. It leads to Microsoft’s page about the code.',
    who: operator,
  },
  loginThrottled: {
    title: 'The sign-in service is busy',
    cause: 'Microsoft is throttling sign-ins for this tenant.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  loginFault: {
    title: 'The sign-in service had a problem',
    cause: 'The problem is at Microsoft and temporary.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  loginUnreadable: {
    title: 'The sign-in response couldn’t be read',
    cause: 'Something other than the sign-in service responded, for example a proxy.',
    remedy: 'Sync again later. If the problem persists, check the network between Grantkeeper and Microsoft.',
    who: botOperator,
  },
  graphRequestWrong: {
    title: 'Microsoft Graph rejected the request',
    cause: 'The request was invalid.',
    remedy: 'Report the problem with the request ID.',
    who: botOperator,
  },
  pageTokenExpired: {
    title: 'A long list couldn’t be read completely',
    cause: 'Microsoft Graph let its page token expire several times.',
    remedy: 'Sync again later.',
    who: operator,
  },
  graphTokenRefused: {
    title: 'Microsoft Graph rejected the token',
    cause: 'A new token was rejected as well.',
    remedy: 'Sync again later. If the problem persists, connect the tenant again.',
    who: consentAdmin,
  },
  readerRightMissing: {
    title: 'Grantkeeper isn’t allowed to read this tenant',
    cause: 'The reader app lacks a permission here, or its consent is still propagating.',
    remedy: 'If you just consented, wait a few minutes. Otherwise, connect the tenant again.',
    who: consentAdmin,
  },
  readerNotFound: {
    title: 'The reader app wasn’t found in the tenant',
    cause: 'Its enterprise application was deleted, or is still being created.',
    remedy: 'If you just consented, wait a few minutes. Otherwise, connect the tenant again.',
    who: consentAdmin,
  },
  readerDisabled: {
    title: 'The reader app is disabled',
    cause: 'Its enterprise application is disabled in this tenant.',
    remedy: 'In the properties of the app, set "Enabled for users to sign-in?" to Yes.',
    who: appAdmin,
  },
  licenceMissing: {
    title: 'A license is missing',
    cause: 'The tenant has no Entra ID P1 or P2, which this data requires. Nothing was removed.',
    remedy: 'Add the license, or continue without this data.',
    who: licenseAdmin,
  },
  accessRefused: {
    title: 'Microsoft Graph denied access',
    cause: 'A license or a policy of the tenant prevents access.',
    remedy: 'Check the licenses and the access policies of the tenant, then sync.',
    who: consentAdmin,
  },
  serviceNotSetUp: {
    title: 'The service isn’t set up in the tenant',
    cause: 'The tenant has no Intune, or hasn’t set it up.',
    remedy: 'Set up the service, or continue without this data.',
    who: licenseAdmin,
  },
  objectNotFound: {
    title: 'Microsoft Graph didn’t find the object',
    cause: 'The object was deleted, or is too new to be visible everywhere.',
    remedy: 'Sync again in a few minutes.',
    who: operator,
  },
  graphConflict: {
    title: 'Two changes conflicted',
    cause: 'Something else changed the object at the same time.',
    remedy: 'Sync again.',
    who: operator,
  },
  resyncRequired: {
    title: 'The list must be read from the start',
    cause: 'Microsoft Graph no longer recognizes the position in the list.',
    remedy: 'Sync again.',
    who: operator,
  },
  dependencyFailed: {
    title: 'Part of the read failed',
    cause: 'It depended on another part that failed.',
    remedy: 'Sync again.',
    who: operator,
  },
  graphThrottled: {
    title: 'Microsoft Graph is busy',
    cause: 'Microsoft is throttling requests. This says nothing about the tenant.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  graphFault: {
    title: 'Microsoft Graph had a problem',
    cause: 'The problem is at Microsoft and temporary.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  graphRefused: {
    title: 'Microsoft Graph refused the request',
    cause: 'Grantkeeper doesn’t recognize the reason.',
    remedy: 'Report the problem with the request ID.',
    who: botOperator,
  },
  partMissing: {
    title: 'Part of the response is missing',
    cause: 'Microsoft Graph didn’t answer everything it was asked.',
    remedy: 'Sync again.',
    who: operator,
  },
  answerUnreadable: {
    title: 'The response couldn’t be read',
    cause: 'It was cut off, or isn’t what Microsoft Graph sends. Nothing was concluded from it.',
    remedy: 'Sync again. If the problem persists, check the network between Grantkeeper and Microsoft.',
    who: operator,
  },
  listUnfinished: {
    title: 'A list couldn’t be read completely',
    cause: 'Its next page led in a circle or to an unexpected address, or the list was too long.',
    remedy: 'Sync again. If the problem persists, report it.',
    who: operator,
  },
  readsDisagree: {
    title: 'Two responses contradict each other',
    cause: 'A change is still propagating at Microsoft.',
    remedy: 'Sync again in a few minutes.',
    who: operator,
  },
  notAsked: {
    title: 'This wasn’t read',
    cause: 'The last read had no reason to request it.',
    remedy: 'Select Sync now.',
    who: operator,
  },
  hostNotFound: {
    title: 'Microsoft couldn’t be reached',
    cause: 'The server name couldn’t be resolved.',
    remedy: 'Check the DNS and network settings of Grantkeeper.',
    who: botOperator,
  },
  connectionRefused: {
    title: 'The connection was refused',
    cause: 'Nothing is listening at the address, or a firewall blocks it.',
    remedy: 'Check the addresses in the configuration and the firewall.',
    who: botOperator,
  },
  connectionCut: {
    title: 'The connection was closed',
    cause: 'The other side or the network closed it too early.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  timedOut: {
    title: 'The request timed out',
    cause: 'Microsoft or the network was too slow.',
    remedy: 'Sync again later.',
    who: operator,
  },
  certificateUntrusted: {
    title: 'The server certificate isn’t trusted',
    cause: 'A proxy inspects encrypted connections, or a certificate is wrong.',
    remedy: 'Give Grantkeeper the certificate authority of the proxy.',
    who: botOperator,
  },
  answerTooLarge: {
    title: 'The response was too large',
    cause: 'It contained more data than any tenant needs.',
    remedy: 'Sync again. If the problem persists, report it.',
    who: botOperator,
  },
  readCancelled: {
    title: 'The read was canceled',
    cause: 'It was canceled, or Grantkeeper was stopped.',
    remedy: 'Sync again when you’re ready.',
    who: operator,
  },
  networkFault: {
    title: 'Network problem',
    cause: 'The connection to Microsoft failed.',
    remedy: 'Wait. Grantkeeper retries automatically.',
    who: nobody,
  },
  consentInvalid: {
    title: 'The consent is no longer valid',
    cause: 'The token or the consent of the app has ended.',
    remedy: 'Grant permissions again and accept.',
    who: consentAdmin,
  },
  permissionsMissing: {
    title: 'Permissions are missing',
    cause: 'Some permissions that the apps need were never granted or were removed.',
    remedy: 'Open the details to see which ones, then grant permissions.',
    who: consentAdmin,
  },
  permissionUpdateRequired: {
    title: 'New permissions are required',
    cause: 'The apps need more permissions than were granted before.',
    remedy: 'Select Update permissions. Other consoles might show the old message for up to a day.',
    who: consentAdmin,
  },
  tenantBoundElsewhere: {
    title: 'The tenant is connected to another account',
    cause: 'Another account of the vendor already uses this tenant.',
    remedy: 'Ask the vendor to end the other connection, then grant again.',
    who: publisher,
  },
} as const satisfies Readonly<Record<string, OutcomeWords>>

/** The same names as the outcome table of the bot; a test compares them. */
export type OutcomeName = keyof typeof table

export const outcomesEn: Readonly<Record<OutcomeName, OutcomeWords>> = table
