/** The list of parts (CycloneDX) that goes with a release. */
export interface PartsList {
  bomFormat: 'CycloneDX'
  components: { name: string; version: string; purl: string }[]
}

/** What npm reports as installed in production. `npm` runs npm with these arguments and returns its output. */
export async function listParts(npm: (args: string[]) => Promise<string>): Promise<PartsList> {
  const list = JSON.parse(await npm(['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'])) as PartsList
  const isWhole = list.bomFormat === 'CycloneDX' && list.components.length > 0
  if (!isWhole) throw new Error('npm sbom returned no components')
  return list
}
