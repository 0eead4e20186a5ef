// Example; copy it, and keep the copy out of the repository. Nothing here is secret: the secrets are in the vault.
// The empty values are the outputs of foundation.bicep, and what `npm run setup` wrote into .env.
using './main.bicep'

param name = 'grantkeeper'
param vaultName = ''
param vaultUri = ''
param registryServer = ''
param databaseServer = ''
param identityId = ''
param identityClientId = ''
param environmentName = ''
param publicUrl = 'https://grantkeeper.example.azurecontainerapps.io'
param databaseSubnetId = ''
param databaseZoneId = ''
param image = ''
param readerId = ''
param setClientIds = 'directory-data=00000000-0000-0000-0000-000000000000'
param roleApprovers = '00000000-0000-0000-0000-000000000000,group:00000000-0000-0000-0000-000000000000'
param minReplicas = 2
param maxReplicas = 4
param settings = {
  ROLE_CONTACT: 'Security team, security@example.com'
  LOG_LEVEL: 'info'
}
