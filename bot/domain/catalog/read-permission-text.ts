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
  const [, before = whole, word] = inBrackets.exec(whole) ?? behindValue.exec(whole) ?? []
  const rest = unwrapName(before).replace(/\/$/, '')
  const name = unwrapName(rest.slice(rest.lastIndexOf('/') + 1)) || rest
  return { name, ...(word !== undefined && { type: word.toLowerCase() as PermissionType }) }
}

const inBrackets = /^(.*?) ?[([](application|delegated)(?: permissions?)?[)\]]$/i
/** Without brackets only behind a single word, because a set can be named so too. */
const behindValue = /^([^ ,]+),? (application|delegated)(?: permissions?)?$/i
