// What is public: these paths and no others. The app itself has only an internal ingress, so /metrics, /readyz, and
// /healthz can't be reached from outside. A test compares the list with the paths that the bot serves.

param environmentName string
param routeName string
param appName string
@description('A host of your own; empty: the host of the environment.')
param publicHost string
@description('Resource ID of the certificate for that host in the environment. Without one, Azure would serve plain HTTP.')
param certificateId string

var publicPaths = ['/api', '/consent', '/export', '/pack']

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: environmentName
}

resource routes 'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01' = {
  parent: environment
  name: routeName
  properties: {
    customDomains: empty(publicHost)
      ? []
      : [{ name: publicHost, bindingType: 'SniEnabled', certificateId: certificateId }]
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
