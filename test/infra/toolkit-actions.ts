/**
 * The actions of Microsoft 365 Agents Toolkit that our files use, as its published schema for version v1.11 describes them:
 * https://aka.ms/m365-agents-toolkits/v1.11/yaml.schema.json
 */
export interface ToolkitAction {
  needs: readonly string[]
  takes?: readonly string[]
  /** What it can write into the environment file. */
  writes?: readonly string[]
}

export const toolkitActions: Readonly<Record<string, ToolkitAction>> = {
  'teamsApp/create': { needs: ['name'], writes: ['teamsAppId'] },
  'teamsApp/validateManifest': { needs: ['manifestPath'] },
  'teamsApp/zipAppPackage': { needs: ['manifestPath', 'outputZipPath', 'outputFolder'] },
  'teamsApp/validateAppPackage': { needs: ['appPackagePath'] },
  'teamsApp/update': { needs: ['appPackagePath'] },
  'teamsApp/publishAppPackage': { needs: ['appPackagePath'], writes: ['publishedAppId'] },
  'arm/deploy': { needs: ['subscriptionId', 'resourceGroupName', 'templates'], takes: ['bicepCliVersion'] },
  'aadApp/create': {
    needs: ['name', 'generateClientSecret', 'signInAudience'],
    takes: ['generateServicePrincipal', 'clientSecretExpireDays', 'clientSecretDescription'],
    writes: ['clientId', 'clientSecret', 'objectId', 'tenantId', 'authority', 'authorityHost'],
  },
  'botFramework/create': {
    needs: ['botId', 'name', 'messagingEndpoint'],
    takes: ['description', 'iconUrl', 'channels'],
  },
  'cli/runNpmCommand': { needs: ['args'], takes: ['workingDirectory'] },
  'file/createOrUpdateEnvironmentFile': { needs: ['target', 'envs'] },
  script: { needs: ['run'], takes: ['workingDirectory', 'shell', 'timeout', 'redirectTo'] },
}
