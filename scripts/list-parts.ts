/** The list of parts (CycloneDX) that goes with a release. */
export interface PartsList {
  bomFormat: 'CycloneDX'
  metadata: { component: { name: string; version: string } }
  components: Part[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

interface Part {
  'bom-ref': string
  name: string
  version: string
  purl: string
  hashes?: { alg: string; content: string }[]
  properties: { name: string; value: string }[]
}

const sbom = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']

/**
 * What runs in production, by the lockfile. `npm` runs npm with these arguments and returns its output. Without npm's
 * `--omit dev`, which also drops what production and development both need: pg, lru-cache, and fifty more.
 */
export async function listParts(npm: (args: string[]) => Promise<string>, name: string): Promise<PartsList> {
  const list = JSON.parse(await npm(sbom)) as PartsList
  const components = list.components.filter((part) => !isForDevelopment(part))
  if (list.bomFormat !== 'CycloneDX' || components.length === 0)
    throw new Error('npm sbom returned no components')
  const { component } = list.metadata
  const kept = new Set([...components.map((part) => part['bom-ref']), `${name}@${component.version}`])
  const dependencies = list.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }))
  // npm takes the name of the folder.
  const metadata = { ...list.metadata, component: { ...component, name } }
  return { ...list, metadata, components, dependencies }
}

const isForDevelopment = ({ properties }: Part): boolean =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')
