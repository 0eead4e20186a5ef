import type { Requirement } from '#domain/catalog/permission-set.ts'

/** Of something that is about no set, or about one that has left the catalog: permissions get their published names. */
export const noRequirement: Requirement = {
  setId: '',
  clientId: '',
  permissions: [],
  settings: [],
  version: '',
  source: 'catalog',
}
