/** What a person is told about one outcome: what happened, why, what to do, and who can. */
export interface OutcomeWords {
  title: string
  cause: string
  remedy: string
  who: string
}

const consentAdmin = 'A Privileged Role Administrator of the tenant'
const appAdmin = 'A Cloud Application Administrator of the tenant'
const policyAdmin = 'A Conditional Access Administrator of the tenant'
const licenceAdmin = 'Whoever buys licences for the tenant'
const signer = 'The person who signs in'
const publisher = 'Whoever publishes the app'
const botOperator = 'Whoever runs Grantkeeper'
const operator = 'Any operator'
const nobody = 'Nobody has to: it usually passes'

const table = {
  consentDeclined: {
    title: 'Consent was declined',
    cause: 'Somebody pressed Cancel on the Microsoft consent page.',
    remedy: 'Talk to the person, then grant again to get a new link.',
    who: consentAdmin,
  },
  consentAbandoned: {
    title: 'The consent page was left',
    cause: 'The person went back, or left the page that says an admin must approve.',
    remedy: 'Grant again and send the new link to somebody who may consent.',
    who: consentAdmin,
  },
  consentFailed: {
    title: 'Consent did not work',
    cause: 'Microsoft reported a failure that Grantkeeper does not know.',
    remedy: 'Look the code up with the link, then grant again.',
    who: consentAdmin,
  },
  consentReported: {
    title: 'The redirect says consent was given',
    cause: 'A redirect is only a report. Grantkeeper believes what it reads in the tenant.',
    remedy: 'Press Sync now to read the tenant.',
    who: operator,
  },
  consentNotConfirmed: {
    title: 'The consent never showed',
    cause: 'Microsoft reported a consent, but reading the tenant again and again did not show it.',
    remedy: 'Sync once more. If it is still missing, grant again with a new link.',
    who: consentAdmin,
  },
  consentMissing: {
    title: 'No consent is recorded',
    cause: 'The app was never consented to in this tenant, or the consent has not spread yet.',
    remedy: 'If you have just consented, wait a few minutes. Otherwise grant permissions.',
    who: consentAdmin,
  },
  adminConsentNeeded: {
    title: 'An admin must consent',
    cause: 'The person who signed in may not grant these permissions.',
    remedy: 'Send the link to somebody with the right role.',
    who: consentAdmin,
  },
  consentUnderReview: {
    title: 'The consent waits for a reviewer',
    cause: 'The tenant uses the admin consent workflow, so the request went to its reviewers.',
    remedy: 'Ask a reviewer to approve it in Entra, under Admin consent requests.',
    who: 'A reviewer of admin consent requests in the tenant',
  },
  consentNotAllowed: {
    title: 'This account may not grant',
    cause: 'A policy or a missing role stops this person from granting the permissions.',
    remedy: 'Sign in with an account that may consent for the whole tenant.',
    who: consentAdmin,
  },
  consentFault: {
    title: 'Microsoft could not record the consent',
    cause: 'Its consent service had a passing fault.',
    remedy: 'Try again in a few minutes. If it happens again, open a Microsoft support case.',
    who: consentAdmin,
  },
  consentNotRecorded: {
    title: 'Microsoft cannot record the consent',
    cause: 'Its consent service failed in a way that a second try does not mend.',
    remedy: 'Open a Microsoft support case with the trace id.',
    who: publisher,
  },
  consentNotReady: {
    title: 'The app is not ready in the tenant',
    cause:
      'Its enterprise application is still being made, is already there, or its permission list is out of date.',
    remedy:
      'Wait half a minute and sync. If it stays, delete the old enterprise application and grant again.',
    who: appAdmin,
  },
  appRatedRisky: {
    title: 'Microsoft rates the app as risky',
    cause: 'The publisher is not verified, or the request looks unusual.',
    remedy: 'Check the client id and the permissions. If they are right, an admin can still consent.',
    who: consentAdmin,
  },
  basicPermissionMissing: {
    title: 'The app lacks a basic permission',
    cause: 'Its registration does not ask for sign-in or profile.',
    remedy: 'Add User.Read to the app registration.',
    who: publisher,
  },
  permissionListBroken: {
    title: 'The permission list of the app is broken',
    cause: 'Its registration has an empty or wrong list of required permissions.',
    remedy: 'Mend the list in the app registration, with at least User.Read.',
    who: publisher,
  },
  apiMissing: {
    title: 'The tenant lacks an API that the app needs',
    cause: 'The API is not licensed or has no service principal in this tenant.',
    remedy: 'License the service or create its service principal, then grant again.',
    who: appAdmin,
  },
  scopeUnknown: {
    title: 'The app asks for a permission that does not exist',
    cause: 'A permission name in the link or the registration is wrong.',
    remedy: 'Correct the permission in the app registration.',
    who: publisher,
  },
  apiRetired: {
    title: 'The app asks for an API that is gone',
    cause: 'Microsoft has removed the API.',
    remedy: 'Remove the API from the app registration.',
    who: publisher,
  },
  appMisconfigured: {
    title: 'The app is set up wrongly',
    cause: 'The permission is not in its registration, or nobody has consented to it.',
    remedy: 'Compare the registration with the required permissions, then grant again.',
    who: publisher,
  },
  apiNotListed: {
    title: 'An API is missing in the registration',
    cause: 'The app asks for an API that its registration does not list.',
    remedy: 'Add the API to the app registration.',
    who: publisher,
  },
  replyAddressWrong: {
    title: 'The reply address is not registered',
    cause: 'The app registration does not know the address that the link leads back to.',
    remedy: 'Add the callback address of Grantkeeper to the app registration.',
    who: publisher,
  },
  requestIncomplete: {
    title: 'The link is incomplete',
    cause: 'A parameter is missing in the request to Microsoft.',
    remedy: 'Get a new link. If that fails too, report it.',
    who: botOperator,
  },
  linkRefused: {
    title: 'Microsoft refused the link',
    cause: 'Something in the link or the app registration is wrong.',
    remedy: 'Get a new link. If that fails too, check the app registration.',
    who: publisher,
  },
  wrongAccount: {
    title: 'The account belongs to another tenant',
    cause: 'The person signed in with an account that this tenant does not know.',
    remedy: 'Open the link in a private window and sign in with an admin account of this tenant.',
    who: signer,
  },
  accountNotInTenant: {
    title: 'The account is not in the tenant',
    cause: 'The person signed in with an account that does not exist here.',
    remedy: 'Use an account of this tenant.',
    who: signer,
  },
  guestAccount: {
    title: 'A guest account cannot be used here',
    cause: 'The person signed in as a guest or with an external account.',
    remedy: 'Use a private window and an account that belongs to this tenant.',
    who: signer,
  },
  mfaNeeded: {
    title: 'A second sign-in step is needed',
    cause: 'The tenant asks for multi-factor authentication.',
    remedy: 'Open the link again and finish the extra step.',
    who: signer,
  },
  signInExpired: {
    title: 'The sign-in is no longer valid',
    cause: 'A password was reset or sessions were revoked.',
    remedy: 'Sign in again.',
    who: signer,
  },
  assignmentRequired: {
    title: 'The person is not assigned to the app',
    cause: 'The tenant lets only assigned people use this app.',
    remedy: 'Assign the person in the enterprise application, or turn "Assignment required" off.',
    who: appAdmin,
  },
  deviceNotAllowed: {
    title: 'The device is not allowed',
    cause: 'A policy of the tenant wants a managed or compliant device, or another browser.',
    remedy: 'Use a device that fits the policy, or change the policy.',
    who: policyAdmin,
  },
  securityDefaults: {
    title: 'Security defaults blocked the sign-in',
    cause: 'The tenant does not allow this kind of client.',
    remedy: 'Open the link in an up-to-date browser.',
    who: signer,
  },
  tenantRestricted: {
    title: 'A tenant restriction stands in the way',
    cause: 'A cross-tenant policy or a proxy of the network does not allow this tenant.',
    remedy: 'Use another network, or allow the tenant in the policy.',
    who: 'Whoever keeps the network and access policies',
  },
  appNotInTenant: {
    title: 'The app is not in this tenant',
    cause:
      'It was never consented to here, its enterprise application was deleted, or the client id is wrong.',
    remedy:
      'If somebody has just consented, wait a few minutes. Otherwise consent again: grant the set or, for the directory connection, add the tenant again.',
    who: consentAdmin,
  },
  appDisabled: {
    title: 'The app is switched off in Entra',
    cause: 'Its enterprise application is disabled in this tenant, or is gone.',
    remedy:
      'Set "Enabled for users to sign-in?" to Yes in the properties of the app. If the app is gone, grant again.',
    who: appAdmin,
  },
  resourceNotInTenant: {
    title: 'The API is not in this tenant',
    cause: 'The API that the token is for has no service principal here.',
    remedy: 'License the service or create its service principal, then sync.',
    who: appAdmin,
  },
  conditionalAccess: {
    title: 'Conditional Access blocked it',
    cause: 'A Conditional Access policy of the tenant does not allow this sign-in.',
    remedy: 'Look at the sign-in log for the policy, then exclude the app or change the policy.',
    who: policyAdmin,
  },
  partnerNotAuthorized: {
    title: 'The app is not authorised in the tenant',
    cause: 'Consent on behalf of a customer was not given for this app.',
    remedy: 'Grant permissions in the tenant itself.',
    who: consentAdmin,
  },
  tenantNotFound: {
    title: 'The tenant was not found',
    cause: 'It was deleted, or the id or domain is mistyped.',
    remedy: 'Check the tenant id. If the tenant is gone, remove it here.',
    who: 'An approver',
  },
  tenantBlocked: {
    title: 'The tenant was deleted or blocked',
    cause: 'Microsoft no longer lets anybody sign in to it.',
    remedy: 'Ask the customer. If the tenant is gone for good, remove it here.',
    who: 'An approver',
  },
  tenantIdMalformed: {
    title: 'That is not a tenant id',
    cause: 'The text is neither a GUID nor a domain.',
    remedy: 'Use the tenant id from Entra, or a verified domain.',
    who: operator,
  },
  otherCloud: {
    title: 'The tenant lives in another cloud',
    cause: 'It belongs to a national cloud with addresses of its own.',
    remedy: 'Use a Grantkeeper that is set up for that cloud.',
    who: botOperator,
  },
  tenantAddressMissing: {
    title: 'The sign-in address names no tenant',
    cause: 'This kind of sign-in does not work on the common address.',
    remedy: 'Use the tenant id in the address.',
    who: botOperator,
  },
  appSingleTenant: {
    title: 'The app is for one tenant only',
    cause: 'Its registration is not multi-tenant.',
    remedy: 'Set the app registration to accounts in any organizational directory.',
    who: publisher,
  },
  secretWrong: {
    title: 'The client secret is wrong',
    cause: 'The secret does not belong to this app, or its id was used in place of its value.',
    remedy: 'Put the value of a valid secret into the configuration.',
    who: botOperator,
  },
  secretExpired: {
    title: 'The client secret has expired',
    cause: 'The end date of the secret of the app has passed. Every tenant is affected at once.',
    remedy: 'Make a new secret in the app registration and put it into the configuration.',
    who: botOperator,
  },
  credentialMissing: {
    title: 'No secret or certificate was sent',
    cause: 'The request to the sign-in service had no credential.',
    remedy: 'Set a client secret or a certificate in the configuration.',
    who: botOperator,
  },
  certificateRefused: {
    title: 'The certificate was refused',
    cause: 'The app registration does not know this certificate, or its signature does not fit.',
    remedy: 'Upload the certificate to the app registration and check the thumbprint.',
    who: botOperator,
  },
  clockWrong: {
    title: 'The clock is wrong',
    cause: 'The signed request is outside of its time.',
    remedy: 'Set the clock of the server right.',
    who: botOperator,
  },
  credentialRefused: {
    title: 'The credential was refused',
    cause: 'The secret or certificate of the app does not work.',
    remedy: 'Check the secret or certificate in the configuration and in the app registration.',
    who: botOperator,
  },
  scopeMalformed: {
    title: 'The requested scope is malformed',
    cause: 'The request names no API, several APIs, or a permission that this sign-in cannot ask for.',
    remedy: 'Ask for one API with /.default.',
    who: botOperator,
  },
  tokenLoop: {
    title: 'Too many sign-ins in a row',
    cause: 'Microsoft stopped the app because it asked for the same token again and again.',
    remedy: 'Wait a few minutes, then sync.',
    who: botOperator,
  },
  tokenRefused: {
    title: 'The sign-in was refused',
    cause: 'Microsoft gave no token for this tenant and a reason that Grantkeeper does not know.',
    remedy: 'Look the code up with the link.',
    who: botOperator,
  },
  tokenEmpty: {
    title: 'The sign-in service sent no token',
    cause: 'Its answer said success but had no token in it.',
    remedy: 'Sync again later.',
    who: nobody,
  },
  loginCodeUnknown: {
    title: 'An unknown sign-in code',
    cause: 'Grantkeeper has no words for this number.',
    remedy: "Open the link: it is Microsoft's own page about the number.",
    who: operator,
  },
  loginThrottled: {
    title: 'The sign-in service is busy',
    cause: 'Microsoft throttles sign-ins for this tenant.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
    who: nobody,
  },
  loginFault: {
    title: 'The sign-in service had a fault',
    cause: 'Microsoft had a passing fault.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
    who: nobody,
  },
  loginUnreadable: {
    title: 'The sign-in answer was unreadable',
    cause: 'Something that is not the sign-in service answered, for example a proxy.',
    remedy: 'Sync again later. If it stays, check the network between Grantkeeper and Microsoft.',
    who: botOperator,
  },
  graphRequestWrong: {
    title: 'Microsoft Graph did not accept the request',
    cause: 'The request was wrong.',
    remedy: 'Report it with the request id.',
    who: botOperator,
  },
  pageTokenExpired: {
    title: 'A long list could not be finished',
    cause: 'Microsoft Graph let its page token expire, several times.',
    remedy: 'Sync again later.',
    who: operator,
  },
  graphTokenRefused: {
    title: 'Microsoft Graph refused the token',
    cause: 'A new token was refused as well.',
    remedy: 'Sync again later. If it stays, connect the tenant again.',
    who: consentAdmin,
  },
  readerRightMissing: {
    title: 'Grantkeeper may not read this tenant',
    cause: 'The reader app lacks a permission here, or its consent is still spreading.',
    remedy: 'If you have just consented, wait a few minutes. Otherwise connect the tenant again.',
    who: consentAdmin,
  },
  readerNotFound: {
    title: 'The reader app is not found in the tenant',
    cause: 'Its enterprise application was deleted, or is still being made.',
    remedy: 'If you have just consented, wait a few minutes. Otherwise connect the tenant again.',
    who: consentAdmin,
  },
  readerDisabled: {
    title: 'The reader app is switched off',
    cause: 'Its enterprise application is disabled in this tenant.',
    remedy: 'Set "Enabled for users to sign-in?" to Yes in the properties of the app.',
    who: appAdmin,
  },
  licenceMissing: {
    title: 'A licence is missing',
    cause: 'The tenant has no Entra ID P1 or P2, which this data needs. Nothing was taken away.',
    remedy: 'Add the licence, or live without this data.',
    who: licenceAdmin,
  },
  accessRefused: {
    title: 'Microsoft Graph refused access',
    cause: 'A licence or a policy of the tenant stands in the way.',
    remedy: 'Check the licences and the access policies of the tenant, then sync.',
    who: consentAdmin,
  },
  serviceNotSetUp: {
    title: 'The service is not set up in the tenant',
    cause: 'The tenant has no Intune, or has not set it up.',
    remedy: 'Set the service up, or live without this data.',
    who: licenceAdmin,
  },
  objectNotFound: {
    title: 'Microsoft Graph did not find it',
    cause: 'The object was deleted, or is too new to be seen everywhere.',
    remedy: 'Sync again in a few minutes.',
    who: operator,
  },
  graphConflict: {
    title: 'Two changes met',
    cause: 'Something else changed the object at the same time.',
    remedy: 'Sync again.',
    who: operator,
  },
  resyncRequired: {
    title: 'Microsoft Graph wants a fresh start',
    cause: 'The place in a list is no longer known.',
    remedy: 'Sync again.',
    who: operator,
  },
  dependencyFailed: {
    title: 'A part of the read failed',
    cause: 'It depended on another part that failed.',
    remedy: 'Sync again.',
    who: operator,
  },
  graphThrottled: {
    title: 'Microsoft Graph is busy',
    cause: 'Microsoft throttles requests. This says nothing about the tenant.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
    who: nobody,
  },
  graphFault: {
    title: 'Microsoft Graph had a fault',
    cause: 'Microsoft had a passing fault.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
    who: nobody,
  },
  graphRefused: {
    title: 'Microsoft Graph said no',
    cause: 'The answer was a refusal that Grantkeeper does not know.',
    remedy: 'Report it with the request id.',
    who: botOperator,
  },
  partMissing: {
    title: 'A part of the answer is missing',
    cause: 'Microsoft Graph did not answer everything it was asked.',
    remedy: 'Sync again.',
    who: operator,
  },
  answerUnreadable: {
    title: 'The answer was unreadable',
    cause: 'It was cut, or not what Microsoft Graph sends. Nothing was concluded from it.',
    remedy: 'Sync again. If it stays, check the network between Grantkeeper and Microsoft.',
    who: operator,
  },
  listUnfinished: {
    title: 'A list could not be read to its end',
    cause: 'Its next page led in a circle, to a foreign address, or went on too long.',
    remedy: 'Sync again. If it stays, report it.',
    who: operator,
  },
  readsDisagree: {
    title: 'Two answers do not fit together',
    cause: 'A change is still spreading inside Microsoft.',
    remedy: 'Sync again in a few minutes.',
    who: operator,
  },
  notAsked: {
    title: 'This was not read',
    cause: 'The last read had no reason to ask for it.',
    remedy: 'Press Sync now.',
    who: operator,
  },
  hostNotFound: {
    title: 'Microsoft could not be reached',
    cause: 'The name of the server was not found.',
    remedy: 'Check the DNS and the network of Grantkeeper.',
    who: botOperator,
  },
  connectionRefused: {
    title: 'The connection was refused',
    cause: 'Nothing listens at the address, or a firewall says no.',
    remedy: 'Check the addresses in the configuration and the firewall.',
    who: botOperator,
  },
  connectionCut: {
    title: 'The connection was cut',
    cause: 'The other side or the network ended it too early.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
    who: nobody,
  },
  timedOut: {
    title: 'No answer in time',
    cause: 'Microsoft or the network was too slow.',
    remedy: 'Sync again later.',
    who: operator,
  },
  certificateUntrusted: {
    title: 'The server certificate is not trusted',
    cause: 'A proxy opens encrypted connections, or a certificate is wrong.',
    remedy: 'Give Grantkeeper the certificate authority of the proxy.',
    who: botOperator,
  },
  answerTooLarge: {
    title: 'The answer was too large',
    cause: 'More data came than any tenant needs.',
    remedy: 'Sync again. If it stays, report it.',
    who: botOperator,
  },
  readCancelled: {
    title: 'The read was cancelled',
    cause: 'Somebody cancelled it, or Grantkeeper was stopped.',
    remedy: 'Sync again when you like.',
    who: operator,
  },
  networkFault: {
    title: 'A network fault',
    cause: 'The connection to Microsoft failed.',
    remedy: 'Wait. Grantkeeper tries again by itself.',
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
    remedy: 'Open the details to see which, then grant permissions.',
    who: consentAdmin,
  },
  permissionUpdateRequired: {
    title: 'New permissions are required',
    cause: 'The apps need more than what was granted before.',
    remedy: 'Press Update permissions. Other consoles may show the old message for up to a day.',
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
