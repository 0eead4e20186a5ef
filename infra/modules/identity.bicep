// The user-assigned managed identity of the bot: it reads the secrets, pulls the image, and is the bot itself unless the
// bot has an app registration of its own.

param name string
param location string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-identity'
  location: location
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
