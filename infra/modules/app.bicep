// The bot itself: one container, one or more replicas, which share the work through the database. Secrets are files and
// one variable, read from the vault by the identity; a new version in the vault arrives within 30 minutes.

import { Settings } from 'settings.bicep'

param name string
param location string
param environmentName string
param identityId string
param image string
param registryServer string
param vaultUri string
param minReplicas int
param maxReplicas int
param cpu string
param memory string
param botId string
@description('True: botId is the managed identity. False: an app registration, with its certificate in the vault.')
param botIsIdentity bool
param readerId string
param setClientIds string
param roleApprovers string
param publicUrl string
@description('Secrets with the keys of webhook targets; the secret webhooks is then the file that names the targets.')
param webhookKeys string[]
param settings Settings

var port = 3978
var secretFolder = '/run/secrets'
// Secrets of the vault that become files. Their names are what fill-vault.ts writes.
var fileSecrets = concat(
  ['reader-certificate', 'reader-key', 'link-secret', 'audit-key', 'metrics-token'],
  botIsIdentity ? [] : ['bot-certificate', 'bot-key'],
  empty(webhookKeys) ? [] : concat(['webhooks'], webhookKeys)
)
var botVariables = botIsIdentity
  ? [
      { name: 'BOT_MANAGED_IDENTITY', value: 'on' }
    ]
  : [
      { name: 'BOT_CERTIFICATE_FILE', value: '${secretFolder}/bot-certificate' }
      { name: 'BOT_KEY_FILE', value: '${secretFolder}/bot-key' }
    ]
var webhookVariables = empty(webhookKeys) ? [] : [{ name: 'WEBHOOKS_FILE', value: '${secretFolder}/webhooks' }]
var mainVariables = [
  { name: 'HOST', value: '0.0.0.0' }
  { name: 'PORT', value: string(port) }
  { name: 'PUBLIC_URL', value: publicUrl }
  { name: 'HOME_TENANT_ID', value: tenant().tenantId }
  { name: 'BOT_ID', value: botId }
  { name: 'READER_ID', value: readerId }
  { name: 'READER_CERTIFICATE_FILE', value: '${secretFolder}/reader-certificate' }
  { name: 'READER_KEY_FILE', value: '${secretFolder}/reader-key' }
  { name: 'LINK_SECRET_FILE', value: '${secretFolder}/link-secret' }
  { name: 'AUDIT_KEY_FILE', value: '${secretFolder}/audit-key' }
  { name: 'METRICS_TOKEN_FILE', value: '${secretFolder}/metrics-token' }
  { name: 'DATABASE_URL', secretRef: 'database-url' }
  { name: 'SET_CLIENT_IDS', value: setClientIds }
  { name: 'ROLE_APPROVERS', value: roleApprovers }
]
var settingVariables = [for setting in items(settings): { name: setting.key, value: setting.value }]

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: environmentName
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        // Reached through routes.bicep, which lets only some paths in.
        external: false
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [
        for secret in concat(fileSecrets, ['database-url']): {
          name: secret
          keyVaultUrl: '${vaultUri}secrets/${secret}'
          identity: identityId
        }
      ]
    }
    template: {
      // The bot finishes its work within 20 s of SIGTERM.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'grantkeeper'
          image: image
          resources: {
            cpu: json(cpu)
            memory: memory
          }
          env: concat(mainVariables, botVariables, webhookVariables, settingVariables)
          volumeMounts: [
            {
              volumeName: 'secrets'
              mountPath: secretFolder
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 2
              failureThreshold: 60
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
              }
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        // Never zero: alerts and syncs come from the bot itself, not from a request.
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
          }
        ]
      }
      volumes: [
        {
          name: 'secrets'
          storageType: 'Secret'
          secrets: [for secret in fileSecrets: { secretRef: secret, path: secret }]
        }
      ]
    }
  }
}

output name string = app.name
