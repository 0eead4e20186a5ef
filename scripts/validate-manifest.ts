import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const library = join(import.meta.dirname, '..', 'node_modules', '@microsoft', 'app-manifest')

/**
 * What is wrong with a manifest by Microsoft's published schema for its version; undefined where the schema isn't installed,
 * because it comes with a package for developers.
 */
export async function validateManifest(manifest: unknown): Promise<readonly string[] | undefined> {
  const said = (manifest as { manifestVersion?: unknown } | null)?.manifestVersion
  const version = typeof said === 'string' && /^\d+\.\d+$/.test(said) ? said : 'none'
  const file = join(library, 'build', 'json-schemas', 'teams', `v${version}`, 'MicrosoftTeams.schema.json')
  if (!existsSync(library)) return undefined
  if (!existsSync(file)) return [`there is no schema for the manifest version ${version}`]
  const { AppManifestUtils } = await import('@microsoft/app-manifest')
  const schema = JSON.parse(await readFile(file, 'utf8'))
  return AppManifestUtils.validateAgainstSchema(manifest as never, schema)
}
