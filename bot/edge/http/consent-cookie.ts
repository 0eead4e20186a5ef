import { createHash } from 'node:crypto'

/**
 * Name of the cookie that ties one consent, to Microsoft and back, to one browser. It differs by state, so that an admin
 * can open the links of several tenants side by side. `__Host-` needs https.
 */
export function cookieName(publicUrl: string, state: string): string {
  const suffix = createHash('sha256').update(state).digest('hex').slice(0, 16)
  return `${publicUrl.startsWith('https:') ? '__Host-' : ''}grantkeeper-${suffix}`
}

/** Value of a `Set-Cookie` header; a `maxAgeSeconds` of 0 deletes the cookie. */
export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  const secure = name.startsWith('__Host-') ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The value of one cookie. A name that is sent twice can be an attack and counts as no cookie. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}
