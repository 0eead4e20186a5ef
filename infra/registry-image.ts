import { z } from 'zod'
import packageJson from '../package.json' with { type: 'json' }
import type { AskAzure } from './ask-azure.ts'

const shown = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })

/** Builds the image from this folder and returns it by its digest. @throws Error if the registry names none */
export async function buildImage(registry: string, server: string, azure: AskAzure): Promise<string> {
  const image = `grantkeeper:${packageJson.version}`
  await azure(['acr', 'build', '--registry', registry, '--image', image, '.'])
  const answer = await azure(['acr', 'repository', 'show', '--name', registry, '--image', image])
  return `${server}/grantkeeper@${shown.parse(JSON.parse(answer)).digest}`
}
