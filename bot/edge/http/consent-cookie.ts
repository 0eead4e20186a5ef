import { createHash } from 'node:crypto'

/** Binds a consent to one browser. The name differs by state, for links open side by side; `__Host-` requires https. */
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
