// The Azure Bot: tells Teams where the bot is and who it is. A bot with the managed identity stores no credential at all.

param name string
param displayName string
param endpoint string
@description('The client ID of an app registration (single tenant), or of the managed identity.')
param botId string
@description('Resource ID of the managed identity; empty: botId is an app registration.')
param identityId string
param sku string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: displayName
    endpoint: endpoint
    msaAppId: botId
    msaAppType: empty(identityId) ? 'SingleTenant' : 'UserAssignedMSI'
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: empty(identityId) ? null : identityId
    // No keys of the channels: callers prove who they are with tokens.
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}
