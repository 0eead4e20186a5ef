import type { Step, Target } from './query.ts'

/** What an address names: `applications/federatedIdentityCredentials/{id}`, of which object, and which item of it. */
export interface Address {
  resource: string
  key?: { field: string; value: string }
  /** The `{id}` at the end. */
  item?: string
}

const withKeys = new Set(['servicePrincipals', 'applications', 'users', 'groups'])
/** Lists below an object whose items have addresses of their own. */
const withItems = new Set(['appRoleAssignments', 'appRoleAssignedTo', 'federatedIdentityCredentials'])
const alternateKeys: Readonly<Record<string, readonly string[]>> = {
  servicePrincipals: ['appId'],
  applications: ['appId', 'uniqueName'],
}

/** `resource` is empty for an address that Graph doesn't have. */
export function readAddress({ steps }: Target): Address {
  const [first] = steps
  if (first?.name === 'directory') return readDeleted(steps)
  if (!first || !withKeys.has(first.name)) return { resource: steps.map(({ name }) => name).join('/') }
  if (first.key && !alternateKeys[first.name]?.includes(first.key.field)) return { resource: '' }
  const named = steps[1]?.name
  const key = first.key ?? (named === undefined ? undefined : { field: 'id', value: named })
  const [list, item, ...more] = first.key ? steps.slice(1) : steps.slice(2)
  const base = { ...(key && { key }) }
  if (!list) return { ...base, resource: first.name }
  if (!item) return { ...base, resource: `${first.name}/${list.name}` }
  if (more.length > 0 || !withItems.has(list.name)) return { resource: '' }
  return { ...base, resource: `${first.name}/${list.name}/{id}`, item: item.key?.value ?? item.name }
}

/** `directory/deletedItems/microsoft.graph.application`, an object in it, or its restoration. */
function readDeleted([, list, item, act]: readonly Step[]): Address {
  if (list?.name !== 'deletedItems' || !item) return { resource: '' }
  if (item.name.startsWith('microsoft.graph.')) return { resource: `directory/deletedItems/${item.name}` }
  const resource = `directory/deletedItems/{id}${act ? `/${act.name}` : ''}`
  return { resource, item: item.name }
}
