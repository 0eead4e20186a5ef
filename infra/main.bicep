// Second of two deployments: database, container app, public routes, and Azure Bot. It takes the outputs of
// foundation.bicep, and the secrets from the vault. See docs/deploying.md. Never run against Azure by the project's tests.

targetScope = 'resourceGroup'

import { Settings } from 'modules/settings.bicep'

@minLength(3)
@maxLength(11)
param name string = 'grantkeeper'
param location string = resourceGroup().location

// Outputs of foundation.bicep.
param vaultName string
param vaultUri string
param registryServer string
param databaseServer string
param identityId string
param identityClientId string
param environmentName string
param databaseSubnetId string
param databaseZoneId string

@description('The image by digest: registry/grantkeeper@sha256:…; infra/build-image.ts prints it.')
param image string
@description('Client ID of an app registration for the bot, with its certificate in the vault; empty: the managed identity.')
param botAppId string = ''
@description('Client ID of the reader app; its certificate is in the vault.')
param readerId string
@description('Client ID of each set in the catalog: directory-data=GUID,account-actions=GUID,…')
param setClientIds string
@description('Object IDs of those who approve, and group:GUID; at least two people.')
param roleApprovers string
@description('The other variables of .env.sample.')
param settings Settings = {}
@description('Names of the secrets with the keys of webhook targets; the secret webhooks is then the file that names the targets.')
param webhookKeys string[] = []

@description('The output of foundation.bicep; or a host of your own, with its DNS records set and a certificate.')
param publicUrl string
@description('Only for a host of your own: resource ID of its certificate in the environment.')
param certificateId string = ''
@minValue(1)
@description('At least one: alerts and syncs come from the bot itself. Two survive the loss of a machine.')
param minReplicas int = 2
@minValue(1)
@maxValue(30)
param maxReplicas int = 4
param cpu string = '0.5'
param memory string = '1Gi'

param databaseSku string = 'Standard_D2ds_v5'
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string = 'GeneralPurpose'
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param databaseHighAvailability string = 'Disabled'
param databaseStorageGB int = 32
@minValue(7)
@maxValue(35)
param databaseBackupDays int = 14
@allowed(['F0', 'S1'])
param botSku string = 'F0'

var botIsIdentity = empty(botAppId)
var botId = botIsIdentity ? identityClientId : botAppId

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

module database 'modules/database.bicep' = {
  params: {
    serverName: databaseServer
    location: location
    subnetId: databaseSubnetId
    zoneId: databaseZoneId
    sku: databaseSku
    tier: databaseTier
    storageGB: databaseStorageGB
    backupDays: databaseBackupDays
    highAvailability: databaseHighAvailability
    administratorPassword: vault.getSecret('database-password')
  }
}

module app 'modules/app.bicep' = {
  params: {
    name: '${name}-app'
    location: location
    environmentName: environmentName
    identityId: identityId
    image: image
    registryServer: registryServer
    vaultUri: vaultUri
    minReplicas: minReplicas
    maxReplicas: maxReplicas
    cpu: cpu
    memory: memory
    botId: botId
    botIsIdentity: botIsIdentity
    readerId: readerId
    setClientIds: setClientIds
    roleApprovers: roleApprovers
    publicUrl: publicUrl
    webhookKeys: webhookKeys
    settings: settings
  }
  dependsOn: [database]
}

module routes 'modules/routes.bicep' = {
  params: {
    environmentName: environmentName
    routeName: name
    appName: app.outputs.name
    publicUrl: publicUrl
    certificateId: certificateId
  }
}

module bot 'modules/bot.bicep' = {
  params: {
    name: '${name}-${uniqueString(resourceGroup().id, name)}'
    displayName: 'Grantkeeper'
    endpoint: '${publicUrl}/api/messages'
    botId: botId
    identityId: botIsIdentity ? identityId : ''
    sku: botSku
  }
}

output BOT_ID string = botId
output APP_NAME string = app.outputs.name
// Must be the host of PUBLIC_URL.
output ROUTES_HOST string = routes.outputs.host
