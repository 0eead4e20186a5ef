import { beyondReaderRights } from '#domain/directory/reader-rights.ts'
import type { Registration } from '#domain/directory/registration.ts'
import type { Cloud } from '#platform/config/clouds.ts'
import { packagePath } from '../build-package.ts'
import type { Answers, Found } from './found.ts'
import type { FoundRegistration } from './graph-shapes.ts'
import { isMultiTenant } from './wanted-registration.ts'

/** What setup can’t do or doesn’t decide: each with the exact values. */
interface LeftOver {
  title: string
  lines: readonly string[]
}

interface Left {
  found: Found
  answers: Answers
  cloud: Pick<Cloud, 'name' | 'portalUrl'>
  botId: string
  readerId: string
  isConsented: boolean
  /** The history will be sealed. */
  hasAuditKey: boolean
}

export function leftOvers(left: Left): LeftOver[] {
  return [...consentLeft(left), ...noticesOf(left), botLeft(left), packageLeft(left), startLeft(left)]
}

function consentLeft({ isConsented, cloud, found, readerId }: Left): LeftOver[] {
  if (isConsented) return []
  const page = `#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${readerId}`
  return [
    {
      title: 'Consent to the reader in this tenant',
      lines: [
        'Who: Global Administrator or Privileged Role Administrator',
        `Select Grant admin consent at ${cloud.portalUrl}/${found.tenant.id}/${page}`,
      ],
    },
  ]
}

function noticesOf({ found, answers, hasAuditKey }: Left): LeftOver[] {
  const lines: string[] = []
  const single = Object.entries(found.sets).filter(([, registration]) => !isMultiTenant(registration))
  for (const [setId, { displayName }] of single)
    lines.push(`"${displayName}" (${setId}) is single-tenant: no other tenant can consent to it.`)
  const { reader, bot } = found.registrations
  const beyond = reader ? beyondReaderRights(asRead(reader.registration)) : []
  if (beyond.length > 0)
    lines.push(
      `The reader’s registration also lists ${beyond.map(({ value }) => value).join(', ')}. Remove it: until then, no tenant can be connected.`,
    )
  if (answers.approvers.length < 2 && !answers.approvers.some((holder) => holder.startsWith('group:')))
    lines.push(
      'There is one approver. Name a second one in ROLE_APPROVERS: nobody approves their own request.',
    )
  for (const [which, app] of Object.entries({ bot, reader })) {
    const pair = found.local.pairs[which as 'bot' | 'reader']
    if (app && pair.state !== 'none' && pair.state !== 'good' && !pair.isOurs)
      lines.push(
        `The certificate of the ${which}, ${pair.certificateFile}, ${pair.state === 'expired' ? 'has expired' : 'can’t be used'}.`,
      )
  }
  if (!hasAuditKey)
    lines.push(
      'There is no AUDIT_KEY, so the history isn’t sealed: whoever can write to the database can change it without a trace. Put the output of openssl rand -base64 32 into .env as AUDIT_KEY, and keep a copy elsewhere.',
    )
  return lines.length > 0 ? [{ title: 'Look at these', lines }] : []
}

/** As the bot reads it. */
function asRead({ requiredResourceAccess }: FoundRegistration): Registration {
  const listed = requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(
      ({ id, type }) => ({ resourceAppId, id, type: type === 'Role' ? 'application' : 'delegated' }) as const,
    ),
  )
  return { requiredResourceAccess: listed, multiTenant: true, redirectUris: [], isDisabled: false }
}

/** Where Azure and Teams are administered. */
const portals: Readonly<Record<Cloud['name'], { azure: string; cli?: string; teams?: string }>> = {
  public: { azure: 'https://portal.azure.com', teams: 'https://admin.teams.microsoft.com' },
  gccHigh: {
    azure: 'https://portal.azure.us',
    cli: 'AzureUSGovernment',
    teams: 'https://admin.gov.teams.microsoft.us',
  },
  dod: {
    azure: 'https://portal.azure.us',
    cli: 'AzureUSGovernment',
    teams: 'https://admin.dod.teams.microsoft.us',
  },
  '21Vianet': { azure: 'https://portal.azure.cn', cli: 'AzureChinaCloud' },
}

function botLeft({ answers, found, botId, cloud }: Left): LeftOver {
  const type = answers.managedIdentity === undefined ? 'SingleTenant' : 'UserAssignedMSI'
  const endpoint = `${answers.publicUrl}/api/messages`
  const { azure, cli } = portals[cloud.name]
  return {
    title: 'Connect the bot to Teams: an Azure Bot resource',
    lines: [
      'Who: a person who can create resources in an Azure subscription (Contributor of a resource group)',
      ...(cli === undefined ? [] : [`az cloud set --name ${cli}`]),
      `az bot create --resource-group GROUP --name ${answers.slug} --app-type ${type} --appid ${botId} --tenant-id ${found.tenant.id} --endpoint ${endpoint}`,
      `az bot msteams create --resource-group GROUP --name ${answers.slug}`,
      `Or in the portal, ${azure}/#create/Microsoft.AzureBot, with these values:`,
      `  Type of App ${type}, App ID ${botId}, App tenant ID ${found.tenant.id}`,
      `  Messaging endpoint ${endpoint}; under Channels, add Microsoft Teams`,
      ...(cloud.name === 'public'
        ? [
            'Without an Azure subscription: create a bot at https://dev.teams.microsoft.com/bots with the same endpoint, set its ID as BOT_ID in .env, and run npm run setup again.',
          ]
        : []),
    ],
  }
}

function packageLeft({ answers, found, cloud }: Left): LeftOver {
  const { teams } = portals[cloud.name]
  const isHomePage = answers.appVariables.APP_PRIVACY_URL === `https://${found.tenant.domain}`
  const place =
    teams === undefined ? 'in the Teams admin center, Manage apps' : `at ${teams}/policies/manage-apps`
  return {
    title: 'Upload the Teams package',
    lines: [
      'Who: Teams Administrator',
      `Upload ${packagePath} ${place}`,
      ...(isHomePage
        ? [
            'Its privacy statement and terms of use point to your home page: set APP_PRIVACY_URL and APP_TERMS_URL, and run npm run package.',
          ]
        : []),
    ],
  }
}

const startLeft = ({ answers }: Left): LeftOver => ({
  title: 'Check and start',
  lines: [
    'npm run preflight   tries the configuration for real',
    `npm start           begins to listen; ${answers.publicUrl} must lead to it`,
  ],
})
