import type { AlertCondition } from './codes.ts'

/** What an event of OCSF says in words, beside those of the history. Without markup: a SIEM shows it as it is. */
export const ocsfEn = {
  sentence: (who: string, did: string, where: string) => `${who} ${did}${where ? `: ${where}` : ''}`,
  where: (set: string, tenant: string) =>
    set && tenant ? `“${set}” in ${tenant}` : set ? `“${set}”` : tenant,
  /** By the condition of an alert. */
  titles: {
    permissionsRemoved: 'Permissions were removed',
    appRemoved: 'An enterprise application was removed',
    appDisabled: 'An enterprise application was disabled',
    connectionLost: 'A directory connection was lost',
    consentFailed: 'A consent failed',
    otherError: 'A permission set has an error',
    permissionsNew: 'New permissions are required',
    settingMissing: 'An additional setting is missing',
    grantsUnexplained: 'Permissions were granted that nothing explains',
    grantedBeyond: 'More was granted than was shown',
    credentialEnding: 'A credential of Grantkeeper expires',
    credentialRefused: 'Grantkeeper can’t sign in',
    registrationWrong: 'An app registration needs attention',
    syncStopped: 'The sync has stopped',
    webhookFailing: 'A webhook doesn’t accept events',
    apiEnding: 'An API behind a permission set ends',
    apiNeedsMore: 'An API needs more than its permissions',
  } satisfies Record<AlertCondition, string> as Readonly<Record<string, string>>,
  historyBroken: 'The history was changed from outside',
}
