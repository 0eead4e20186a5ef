// Example; copy it, and keep the copy out of the repository. Nothing here is secret.
using './foundation.bicep'

param name = 'grantkeeper'
param logRetentionDays = 90
// Only while you fill the vault; deploy again without it afterward.
param operatorAddress = '203.0.113.7'
