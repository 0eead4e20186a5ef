/*
 * Builds the image in the registry and prints its digest, in the form that Microsoft 365 Agents Toolkit reads.
 * node infra/build-image.ts <registry name> <registry server>
 */
import { askAzure } from './ask-azure.ts'
import { buildImage } from './registry-image.ts'

const [registry, server] = process.argv.slice(2)
if (registry && server) console.log(`::set-teamsfx-env IMAGE=${await buildImage(registry, server, askAzure)}`)
else {
  console.error('Name the registry and its server: node infra/build-image.ts <registry> <server>')
  process.exitCode = 1
}
