import { type Permission, permissionKey } from '../catalog/permission-set.ts'

/** The permissions of each list that the other lacks. */
export function differenceOf<T extends Identity>(before: readonly T[], after: readonly T[]) {
  return { added: without(after, before), removed: without(before, after) }
}

type Identity = Pick<Permission, 'resourceAppId' | 'type' | 'id'>

function without<T extends Identity>(list: readonly T[], others: readonly Identity[]): T[] {
  const keys = new Set(others.map(permissionKey))
  return list.filter((permission) => !keys.has(permissionKey(permission)))
}
