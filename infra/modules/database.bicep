// PostgreSQL for all data, reachable from the virtual network only, and over TLS only. The bot checks the server's
// certificate and name (sslmode=verify-full in the secret database-url, which fill-vault.ts writes).

param serverName string
param location string
param subnetId string
param zoneId string
param sku string
param tier string
param storageGB int
param backupDays int
param highAvailability string
@secure()
@description('Comes from the vault; never typed.')
param administratorPassword string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: serverName
  location: location
  sku: {
    name: sku
    tier: tier
  }
  properties: {
    // The version on which the tests run.
    version: '18'
    administratorLogin: 'grantkeeper'
    administratorLoginPassword: administratorPassword
    authConfig: {
      activeDirectoryAuth: 'Disabled'
      passwordAuth: 'Enabled'
    }
    storage: {
      storageSizeGB: storageGB
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
    }
    highAvailability: {
      mode: highAvailability
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
    }
  }
}

resource encrypted 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'require_secure_transport'
  properties: {
    value: 'on'
    source: 'user-override'
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: 'grantkeeper'
  properties: {
    charset: 'UTF8'
    // Grantkeeper sorts text byte by byte, whatever stands here.
    collation: 'en_US.utf8'
  }
  dependsOn: [encrypted]
}

output databaseName string = database.name
