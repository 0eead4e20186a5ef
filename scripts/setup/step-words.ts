import { packagePath } from '../build-package.ts'
import type { Answers, Found } from './found.ts'
import { apiRoleNames, type Which } from './marks.ts'
import type { Step } from './plan.ts'
import type { EnvironmentChange } from './plan-environment.ts'
import type { RegistrationChange } from './wanted-registration.ts'

/** What a step does, in one line, and why. */
interface StepWords {
  line: string
  why: string
}

const kinds: Readonly<Record<Which, string>> = {
  bot: 'the bot (single tenant)',
  reader: 'the reader (multi-tenant)',
}

const reasons: Readonly<Record<Which, string>> = {
  bot: `The bot signs in to Teams with it. It offers app roles to your apps (${apiRoleNames}), and has no permissions.`,
  reader:
    'It reads the tenants that consent to it: Directory.Read.All, and AuditLog.Read.All for who changed what. It can change nothing.',
}

const changeNames: Readonly<Record<keyof RegistrationChange, string>> = {
  displayName: 'its name',
  signInAudience: 'accounts of any organization',
  notes: 'notes',
  tags: 'tags',
  web: 'the redirect URI',
  appRoles: `the app roles ${apiRoleNames}`,
  api: 'the version of its tokens',
  requiredResourceAccess: 'Directory.Read.All and AuditLog.Read.All',
}

type Words = { [D in Step['does']]: (step: Extract<Step, { does: D }>, named: Named) => StepWords }

export interface Named {
  answers: Pick<Answers, 'publicUrl'>
  found: Pick<Found, 'registrations'>
}

const titleOf = (of: Which, { found }: Named): string =>
  `"${found.registrations[of]?.registration.displayName ?? of}"`

const table: Words = {
  makeCertificate: ({ of, files, instead }) => ({
    line: `${instead ? 'Replace' : 'Make'} a certificate for the ${of}: ${files.certificateFile}, ${files.keyFile}`,
    why: instead
      ? `The one there ${instead === 'expired' ? 'has expired' : 'doesn’t fit its key or can’t be read'}. Both files are kept beside the new ones.`
      : 'With it, the app proves what it is. The key stays on this machine, and only you can read it.',
  }),
  makeLinkSecret: ({ file }) => ({
    line: `Make a random secret: ${file}`,
    why: 'Consent links are derived from it, so that they outlive the tokens of the federated credential.',
  }),
  restoreRegistration: ({ of }, named) => ({
    line: `Restore the deleted app registration ${titleOf(of, named)}`,
    why: 'It was deleted less than 30 days ago and still holds its name. It comes back with its client ID.',
  }),
  createRegistration: ({ of, body }) => ({
    line: `Create the app registration "${body.displayName}" for ${kinds[of]}`,
    why: reasons[of],
  }),
  changeRegistration: ({ of, change }, named) => ({
    line: `Complete the app registration ${titleOf(of, named)}: ${Object.keys(change)
      .map((name) => changeNames[name as keyof RegistrationChange])
      .join(', ')}`,
    why: 'It lacks that. What is there stays.',
  }),
  nameApi: () => ({
    line: 'Give the bot’s registration the application ID URI api://<client ID>',
    why: 'Your apps name it when they get a token for the access API.',
  }),
  addCertificate: ({ of, files }) => ({
    line: `Add the certificate ${files.certificateFile} to the ${of}’s registration`,
    why: 'Only the certificate is sent, never the key. Other certificates stay.',
  }),
  addTrust: ({ of, issuer, subject }) => ({
    line: `Let the ${of}’s registration trust ${subject} of ${issuer}`,
    why: 'A token of this issuer then replaces a stored credential.',
  }),
  createPrincipal: ({ of }) => ({
    line: `Create the enterprise application of the ${of} in this tenant`,
    why: 'Without it, the app can’t sign in here.',
  }),
  consentReader: ({ roles }) => ({
    line: `Consent to the reader in this tenant: ${roles.join(', ')}`,
    why: 'It then reads the registrations and the people here. Without that, there are no consent links.',
  }),
  addReplyAddress: ({ registration, address }) => ({
    line: `Add ${address} to "${registration.displayName}"`,
    why: 'Microsoft sends people back to it after a consent. Other addresses stay.',
  }),
  writeEnvironment: ({ isNew, changes }) => ({
    line: `${isNew ? 'Write' : 'Change'} .env, readable only for you: ${changes.map(describeChange).join(', ')}`,
    why: isNew ? 'The bot reads it at the start.' : 'Other lines stay as they are.',
  }),
  buildPackage: () => ({
    line: `Build the Teams package: ${packagePath}`,
    why: 'You upload it to Teams.',
  }),
}

export function wordsOf(step: Step, named: Named): StepWords {
  const say = table[step.does] as (step: Step, named: Named) => StepWords
  return say(step, named)
}

/** The plan as it is shown: the same address for several registrations is one entry. */
export function planWords(steps: readonly Step[], named: Named): StepWords[] {
  const replies = steps.filter((step) => step.does === 'addReplyAddress')
  const [first] = replies
  return steps.flatMap((step) => {
    if (step.does !== 'addReplyAddress' || replies.length < 2) return [wordsOf(step, named)]
    if (step !== first) return []
    const names = replies.map(({ registration }) => `"${registration.displayName}"`).join(', ')
    return [
      {
        ...wordsOf(step, named),
        line: `Add ${step.address} to ${replies.length} app registrations: ${names}`,
      },
    ]
  })
}

/** What is replaced is shown; a secret never is. */
function describeChange({ variable, value, before }: EnvironmentChange): string {
  if (before === undefined) return variable
  const shown = (text: string) =>
    text === '' ? 'nothing' : /^(DATABASE_URL|.*SECRET)$/.test(variable) ? '…' : text
  return `${variable} (${shown(before)} becomes ${shown(value)})`
}
