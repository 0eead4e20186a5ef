// First of two deployments: network, logs, identity, vault, registry, and the environment, which has the public address.
// Then make the registrations, fill the vault, build the image, and deploy main.bicep. See docs/deploying.md. Never run against Azure by the project's tests: they check form and wiring.

targetScope = 'resourceGroup'

@description('Part of every name; letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'grantkeeper'
param location string = resourceGroup().location
@description('Days for which logs are kept.')
param logRetentionDays int = 90
@description('The public address from which you fill the vault, for example 203.0.113.7; none: closed to all but the bot.')
param operatorAddress string = 'none'
param zoneRedundant bool = false

var suffix = uniqueString(resourceGroup().id, name)

module network 'modules/network.bicep' = {
  params: {
    name: name
    location: location
  }
}

module logs 'modules/logs.bicep' = {
  params: {
    name: name
    location: location
    retentionDays: logRetentionDays
  }
}

module identity 'modules/identity.bicep' = {
  params: {
    name: name
    location: location
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: take('${name}${suffix}', 24)
    location: location
    workspaceId: logs.outputs.workspaceId
    endpointsSubnetId: network.outputs.endpointsSubnetId
    vaultZoneId: network.outputs.vaultZoneId
    readerPrincipalId: identity.outputs.principalId
    writerPrincipalId: deployer().objectId
    operatorAddress: operatorAddress
  }
}

module environment 'modules/environment.bicep' = {
  params: {
    name: name
    location: location
    subnetId: network.outputs.appsSubnetId
    workspaceId: logs.outputs.workspaceId
    zoneRedundant: zoneRedundant
  }
}

module registry 'modules/registry.bicep' = {
  params: {
    name: '${name}${suffix}'
    location: location
    pullerPrincipalId: identity.outputs.principalId
  }
}

output VAULT_NAME string = vault.outputs.vaultName
output VAULT_URI string = vault.outputs.vaultUri
output REGISTRY_NAME string = registry.outputs.name
output REGISTRY_SERVER string = registry.outputs.server
output DATABASE_SERVER string = '${name}-${suffix}'
output IDENTITY_ID string = identity.outputs.id
output IDENTITY_CLIENT_ID string = identity.outputs.clientId
output ENVIRONMENT_NAME string = environment.outputs.name
// The host that Azure gives the routes of main.bicep, which have this name.
output PUBLIC_URL string = 'https://${name}.${environment.outputs.defaultDomain}'
output DATABASE_SUBNET_ID string = network.outputs.databaseSubnetId
output DATABASE_ZONE_ID string = network.outputs.databaseZoneId
