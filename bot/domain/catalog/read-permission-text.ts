import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import type { PermissionType } from './permission-set.ts'

/** What a text says that names a permission. */
interface NamedPermission {
  /** Its value or ID, without the API's address before it. */
  name: string
  /** If the text says which of the two is meant. */
  type?: PermissionType
}

/** Reads `Value`, `https://api/Value`, `API/Value`, each with `(Application)` or `(Delegated)` behind it, quoted or not. */
export function readPermissionText(text: string): NamedPermission {
  const whole = unwrapName(text)
  const [all = '', word = ''] = / ?\((application|delegated)(?: permission)?\)$/i.exec(whole) ?? []
  const rest = unwrapName(whole.slice(0, whole.length - all.length))
  const name = unwrapName(rest.slice(rest.lastIndexOf('/') + 1)) || rest
  return { name, ...(word !== '' && { type: word.toLowerCase() as PermissionType }) }
}
