// The Log Analytics workspace for the logs of the apps and for who read which secret.

param name string
param location string
param retentionDays int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      // Logs come from Azure's diagnostic settings, so nobody needs the workspace's shared keys.
      disableLocalAuth: true
    }
  }
}

output workspaceId string = workspace.id
