// What is public: these paths and no others. The app itself has only an internal ingress, so /metrics, /readyz, and
// /healthz can't be reached from outside. A test compares the list with the paths that the bot serves.

param environmentName string
param routeName string
param appName string
param publicUrl string
@description('For a host of your own, its certificate in the environment; without one, Azure would serve it plain HTTP.')
param certificateId string

var publicPaths = ['/api', '/consent', '/export', '/pack', '/mcp', '/.well-known']

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: environmentName
}

resource routes 'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01' = {
  parent: environment
  name: routeName
  properties: {
    customDomains: empty(certificateId)
      ? []
      : [{ name: split(publicUrl, '/')[2], bindingType: 'SniEnabled', certificateId: certificateId }]
    rules: [
      for path in publicPaths: {
        description: 'Grantkeeper${path}'
        routes: [
          {
            match: {
              pathSeparatedPrefix: path
            }
          }
        ]
        targets: [
          {
            containerApp: appName
          }
        ]
      }
    ]
  }
}

output host string = routes.properties.fqdn
