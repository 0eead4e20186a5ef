import { isIP } from 'node:net'
import { z } from 'zod'
import { isHost, isLoopbackHost } from './hosts.ts'
import { hasOddSign, whyNoSecret } from './secret-text.ts'

export const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Why a text isn't a GUID, and what to do. Never quotes it: it can be a secret in the wrong variable. */
function whyNoGuid(text: string): string {
  if (/^["'].*["']$/.test(text)) return 'The value is in quotes. Remove them.'
  if (/^[<{]/.test(text)) return 'The value is still in brackets. Use the GUID without them.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'This is a URL, not a GUID. Use only the GUID.'
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text))
    return 'This is a domain, not a GUID. Use the ID instead of the name.'
  if (text.length >= 30 && !guidPattern.test(text) && /[~._]/.test(text))
    return 'This looks like a secret, not a GUID. Check whether it was swapped with the secret variable.'
  return "This isn't a GUID. It must look like 01234567-89ab-cdef-0123-456789abcdef."
}

export const parseWith = <T>(read: (text: string, fail: (message: string) => never) => T) =>
  z.string().transform((text, context): T => {
    const failed = Symbol()
    try {
      return read(text, (message) => {
        context.addIssue({ code: 'custom', message })
        throw failed
      })
    } catch (error) {
      if (error === failed) return z.NEVER
      throw error
    }
  })

function readGuid(text: string, fail: (message: string) => never): string {
  if (!guidPattern.test(text)) return fail(whyNoGuid(text))
  if (/^[0-]+$/.test(text)) return fail('This is the empty GUID. Use the actual ID.')
  return text.toLowerCase()
}

export const guidField = parseWith(readGuid)

export const split = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '')

/** Object IDs of people, and of groups after `group:`, separated by commas or spaces → in lower case, without duplicates. */
export const holders = parseWith((text, fail) => [
  ...new Set(split(text).map((part, at) => readHolder(part, (why) => fail(`Entry ${at + 1}: ${why}`)))),
])

function readHolder(part: string, fail: (message: string) => never): string {
  const [, word, id = part] = /^([a-z]+):(?!\/\/)(.*)$/i.exec(part) ?? []
  if (word === undefined) return readGuid(id, fail)
  if (word.toLowerCase() !== 'group')
    return fail('This is neither a person nor a group. Use an object ID, or group: and the ID of a group.')
  if (id === '') return fail('There is a space after group:. Write group: and the ID without a space.')
  return `group:${readGuid(id, fail)}`
}

/** `holder=GUID+GUID,…` → the tenants for which each person or group has its roles. */
export const scopes = parseWith((text, fail) => {
  const result: Record<string, string[]> = {}
  for (const [at, entry] of split(text).entries()) {
    const failHere = (why: string) => fail(`Entry ${at + 1}: ${why}`)
    const [who = '', tenants = '', ...rest] = entry.split('=')
    if (tenants === '' || rest.length > 0)
      return failHere("This isn't in the form who=tenant. Write GUID=GUID+GUID or group:GUID=GUID+GUID.")
    const holder = readHolder(who, failHere)
    if (Object.hasOwn(result, holder))
      return failHere('This person or group is listed twice. List all tenants in one entry, separated by +.')
    result[holder] = [...new Set(tenants.split('+').map((id) => readGuid(id, failHere)))]
  }
  return result
})

/** `name=GUID,…` → record. */
export const namedGuids = parseWith((text, fail) => {
  const result: Record<string, string> = {}
  for (const [at, entry] of split(text).entries()) {
    const [name = '', id, ...rest] = entry.split('=')
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || id === undefined || rest.length > 0)
      return fail(
        `Entry ${at + 1} isn't in the form set-id=GUID. For example, write directory-data=01234567-….`,
      )
    if (Object.hasOwn(result, name))
      return fail(`The set "${name}" is listed twice. Keep one client ID for it.`)
    result[name] = readGuid(id, (why) => fail(`Entry ${at + 1} (${name}): ${why}`))
  }
  return result
})

export const secret = parseWith((text, fail) => {
  if (guidPattern.test(text))
    return fail(
      'This is a GUID: the ID of the secret. Use the secret value, which was shown once when it was created.',
    )
  const why = whyNoSecret(text)
  if (why !== undefined) return fail(why)
  if (text === '') return fail('There is no secret in it. Use the secret value.')
  if (/\s/.test(text)) return fail('The value contains a space. Copy the secret value again.')
  if (hasOddSign(text)) return fail('The value has a sign that no secret has. Copy the secret value again.')
  return text
})

export function wholeNumber(min: number, max: number) {
  return parseWith((text, fail) => {
    const value = Number(text)
    if (!/^\d+$/.test(text)) return fail(`This isn't a whole number. Use a number from ${min} to ${max}.`)
    if (value < min || value > max)
      return fail(`This number is out of range. Use a number from ${min} to ${max}.`)
    return value
  })
}

export function oneOf<const T extends string>(...choices: readonly T[]) {
  return parseWith((text, fail): T => {
    const found = choices.find((choice) => choice === text.toLowerCase())
    return (
      found ??
      fail(`This isn't one of the choices. Use ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`)
    )
  })
}

/** A URL without a path: `https://host[:port]`; `http:` only on loopback. */
export const origin = parseWith((text, fail) => {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    return fail("This isn't a URL. Write it like https://host.example.")
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return fail('The URL contains a user name or password. Remove it.')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return fail('There is something after the host. Use only scheme, host, and port.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return fail("This URL isn't encrypted. Use https: (http: is for loopback only).")
  return url.origin
})

/** A URL with a path; `http:` only on loopback. */
export const address = parseWith((text, fail) => {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    return fail("This isn't a URL. Write it like https://host.example/path.")
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return fail('The URL contains more than host and path. Remove the rest.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return fail("This URL isn't encrypted. Use https: (http: is for loopback only).")
  return url.href
})

/** The URL of a PostgreSQL database. Errors never quote it: it can contain a password. */
export const databaseUrl = parseWith((text, fail) => {
  const form = 'Write it like postgres://user:password@host/database.'
  if (!/^postgres(ql)?:\/\//i.test(text)) return fail(`This isn't the URL of a PostgreSQL database. ${form}`)
  const url = URL.parse(text)
  if (url?.hash !== '')
    return fail(`This URL can't be read. ${form} In the password, write # as %23 and / as %2F.`)
  if (url.hostname === '' && !url.searchParams.has('host')) return fail(`The URL has no host. ${form}`)
  if (url.pathname.length < 2) return fail(`The URL has no database. ${form}`)
  return url.href
})

export const host = parseWith((text, fail) => {
  if (/^[a-z]+:\/\//i.test(text))
    return fail('This is a URL, not a host. Use a host name or an IP address to listen on.')
  if (!isHost(text.toLowerCase()))
    return fail("This isn't a host. Use a host name or an IP address to listen on.")
  return text.toLowerCase()
})

/** Hosts separated by commas or spaces; `*.example.com` matches every subdomain. */
export const hosts = parseWith((text, fail) =>
  split(text.toLowerCase()).map((entry, at) => {
    if (isIP(entry) !== 0 && !isLoopbackHost(entry))
      return fail(`Entry ${at + 1} is an IP address. Use the host name of the Microsoft connector.`)
    if (isHost(entry) || (/^\*\.[^.]+\../.test(entry) && isHost(entry.slice(2)))) return entry
    return fail(
      `Entry ${at + 1} isn't a host. Use names like smba.trafficmanager.net or *.botframework.com, without scheme or port.`,
    )
  }),
)

/** Application ID URIs or client IDs: the accepted values of `aud`. */
export const audiences = parseWith((text, fail) =>
  split(text).map((entry, at) => {
    if (guidPattern.test(entry)) return entry.toLowerCase()
    if (/^(api|https):\/\/[^\s/]+/.test(entry)) return entry
    return fail(
      `Entry ${at + 1} isn't an audience. Use the client ID of the API's app registration, or its URI such as api://….`,
    )
  }),
)

export const path = z.string()

/** One line of display text. */
export const line = parseWith((text, fail) =>
  /[\p{Cc}\p{Cf}]/u.test(text) || text.length > 120 ? fail('Use one line of at most 120 characters.') : text,
)
