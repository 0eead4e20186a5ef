import type { Person } from './graph-shapes.ts'
import type { StrangeApp } from './strange-apps.ts'

/** What setup asks and says around the plan. */

const nameOf = ({ displayName, userPrincipalName }: Person): string =>
  displayName ? `${displayName} (${userPrincipalName})` : userPrincipalName

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`

/** Without the list that the plan has shown. */
const shortOf = (line: string): string => line.split(': ')[0] ?? line

function strangeness({ others, owners }: StrangeApp): string {
  if (others === undefined) return 'was deleted; its credentials can’t be read'
  const has = others > 0 ? [`has ${count(others, 'credential')} from elsewhere`] : []
  const owned = `is owned by ${owners.join(' and ')} too, who can give it credentials at any time`
  return [...has, ...(owners.length > 0 ? [owned] : [])].join(', and ')
}

export const words = {
  usage: `npm run setup [-- flags]

Signs you in, shows what it will create in Microsoft Entra and in .env and why, asks once, and does it.
A second run changes nothing and repairs what is missing.

  --dry-run              show the plan only
  --yes                  ask nothing: for pipelines; every answer is a flag, a variable, or in .env
  --remove               take away what setup made, and nothing else
  --name NAME            a second installation in the same tenant (default Grantkeeper)

Answers, each also as a variable of the same meaning:
  --public-url URL       PUBLIC_URL
  --sets LIST            SET_CLIENT_IDS
  --approvers LIST       ROLE_APPROVERS; sign-in names work too
  --database-url URL     DATABASE_URL, or --database-file FILE
  --publisher, --website, --privacy, --terms
                         APP_PUBLISHER, APP_WEBSITE_URL, APP_PRIVACY_URL, APP_TERMS_URL of the Teams package

Credentials (default: a certificate for each app, made here; the key never leaves this machine):
  --federated ISSUER,SUBJECT   trust a token of this issuer instead
  --federated-token-file FILE  where that token will be
  --managed-identity GUID      the bot is this user-assigned managed identity, without a registration
  --certificate-days DAYS      default 365

Sign-in:
  --tenant ID            HOME_TENANT_ID, if your account is in several tenants
  --client-id GUID       sign in with this public client instead of Microsoft Graph Command Line Tools`,

  wrongUsage: (why: string) => `${why}\nnpm run setup -- --help shows all flags.`,
  beforeSignIn:
    'Sign in as a Global Administrator or Privileged Role Administrator of the tenant whose people will use the bot.\n' +
    'With Cloud Application Administrator, everything works but the consent to the reader, which stays as one step for them.',
  showCode: (place: string, code: string) => `\n  Open ${place} and enter the code ${code}\n`,
  signedIn: (person: Person, tenant: { name: string; id: string }) =>
    `Signed in as ${nameOf(person)} in ${tenant.name} (${tenant.id}).`,

  noCloud: 'Use the addresses of one Microsoft cloud, or of an emulator on this machine.',

  onlyHere:
    'This address leads to each reader’s own machine. Use the one at which Teams and browsers reach the bot.',
  askPublicUrl: () =>
    'The HTTPS address at which Teams and browsers will reach Grantkeeper, for example https://grants.example.com:',
  askSets: (setIds: readonly string[], usual: string | undefined) =>
    usual === undefined
      ? `The client ID of each set’s app registration, as ${setIds.map((id) => `${id}=GUID`).join(',')}:`
      : `The sets’ app registrations, found by their names:\n  ${usual.replaceAll(',', '\n  ')}\nWhoever may register apps can choose such a name, so compare the client IDs with those of the suite.\nEnter to take these, or write the list with other client IDs:`,
  askSecondApprover: (first: Person | undefined) =>
    `${first ? `${nameOf(first)} will be an approver. ` : ''}Sign-in name or object ID of a second approver, who approves what the first one requests (Enter for nobody yet):`,
  askDatabase: (usual: string | undefined) =>
    `Database: a file on this machine’s own disk, or postgres://user:password@host/database (Enter for ${usual}):`,
  askSetup: (steps: number) => `Do ${steps === 1 ? 'this' : `these ${steps} things`}? [Y/n]`,
  askRemoval: 'Take these away? [y/N]',

  wrongAnswer: (why: string) => `  ${why}`,
  notGiven: 'It isn’t given. Set it in the environment or in .env, or use its flag.',
  inputEnded: (variable: string) =>
    `The input ended before ${variable} was answered. Answer with flags, and add --yes.`,
  missing: (problems: readonly string[]) =>
    ['Nothing was changed. Setup needs:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
  noSuchRegistrations: (pairs: readonly string[]) =>
    `This tenant has no app registration with ${pairs.length === 1 ? 'this client ID' : 'these client IDs'}: ${pairs.join(', ')}. Copy the application (client) ID from App registrations of the tenant you signed in to.`,
  noSuchPerson: (name: string) =>
    `This tenant has nobody with the sign-in name or ID ${name}. Use the user principal name, as in name@example.com.`,
  otherTenant: (wanted: string, tenant: { name: string; id: string }) =>
    `HOME_TENANT_ID is ${wanted}, but you signed in to ${tenant.name} (${tenant.id}). Nothing was changed. Sign in with an account of the home tenant, or correct HOME_TENANT_ID.`,
  strangeApp: (app: StrangeApp) =>
    `Look at this first: the ${app.which} would be "${app.displayName}" (${app.appId}), which is there already and ${strangeness(app)}. If somebody else made it, say no, and use another --name. If it is yours, that’s all right; naming it as ${app.which.toUpperCase()}_ID in .env says so.`,
  otherFolder: (name: string) =>
    `This is the folder of "${name}": its .env names the registrations and keys of that installation. Set up another one in a folder of its own.`,
  noSuchApp: (variable: string, id: string) =>
    `${variable} is ${id}, but this tenant has no such app registration. Nothing was changed. Sign in to the tenant that has it, or empty ${variable} in .env so that setup makes one.`,

  planned: (steps: number) => `\nSetup will do ${count(steps, 'thing')}:\n`,
  plannedRemoval: (steps: number) => `\nSetup will take away ${count(steps, 'thing')}:\n`,
  nothingElse: '\nNothing else is changed.',
  nothingToDo: 'Everything is in place. Nothing was changed.',
  nothingToRemove: 'Setup made nothing here that is still there. Nothing was changed.',
  dry: 'Dry run: nothing was changed.',
  declined: 'Nothing was changed.',
  waiting: {
    throttled: (seconds: number) => `   Microsoft asks to wait ${count(seconds, 'second')}.`,
    fault: (seconds: number) =>
      `   Microsoft doesn’t respond properly; trying again in ${count(seconds, 'second')}.`,
    fresh: (seconds: number) =>
      `   Entra hasn’t distributed it yet; trying again in ${count(seconds, 'second')}.`,
  },
  done: (line: string) => `done  ${shortOf(line)}`,
  failed: (line: string) => `LEFT  ${shortOf(line)}`,
  confirmed: 'Read again: everything is in place.',
  unconfirmed: (lines: readonly string[]) =>
    [
      'Read again, but this is still missing. Run npm run setup once more in a few minutes:',
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
  removed:
    'Read again: everything that setup made is gone.\n' +
    'What it didn’t make stays: the Azure Bot resource, the app in Teams, the database, and the enterprise applications in other tenants.',
  notGone: (lines: readonly string[]) =>
    [
      'Read again, but this is still left. Run npm run setup -- --remove once more:',
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
  stopped: 'Setup can’t go on.',
  resumeRemoval: 'What was taken away is gone. Run npm run setup -- --remove again to take away the rest.',
  interrupted: '\nStopped. What was done stays done; run the same command again to go on.',
  resume: 'What was done stays done. Run npm run setup again to go on; nothing is made twice.',
  asked: (questions: number) => `${count(questions, 'question')} asked.`,
}
