import { isIP } from 'node:net'
import { z } from 'zod'
import { isHost, isLoopbackHost } from './hosts.ts'

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What is wrong with a text that should be a GUID, and what to do. Says nothing of its content: it may be a secret in the wrong place. */
function whyNoGuid(text: string): string {
  if (/^["'].*["']$/.test(text)) return 'The value is in quotes. Remove them.'
  if (/^[<{]/.test(text)) return 'The value still has brackets around it. Put the bare GUID.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'This is an address, not a GUID. Put the GUID alone.'
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text))
    return 'This is a domain, not a GUID. Put the id instead of the name.'
  if (text.length >= 30 && !guidPattern.test(text) && /[~._]/.test(text))
    return 'This looks like a secret, not a GUID. Was it swapped with the variable of the secret?'
  return 'This is not a GUID. It must look like 01234567-89ab-cdef-0123-456789abcdef.'
}

const parseWith = <T>(read: (text: string, fail: (message: string) => never) => T) =>
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
  if (/^[0-]+$/.test(text)) return fail('This is the empty GUID. Put the real id.')
  return text.toLowerCase()
}

export const guid = parseWith(readGuid)

const split = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '')

/**
 * People by object id and groups as `group:` and object id, parted by commas or blanks; duplicates fall together. Gives each in
 * lower case, groups with the word before them.
 */
export const holders = parseWith((text, fail) => [
  ...new Set(split(text).map((part, at) => readHolder(part, (why) => fail(`Entry ${at + 1}: ${why}`)))),
])

function readHolder(part: string, fail: (message: string) => never): string {
  const [, word, id = part] = /^([a-z]+):(?!\/\/)(.*)$/i.exec(part) ?? []
  if (word === undefined) return readGuid(id, fail)
  if (word.toLowerCase() !== 'group')
    return fail('This is neither a person nor a group. Put an object id, or group: and the id of a group.')
  if (id === '') return fail('There is a blank behind group:. Write group: and the id without one.')
  return `group:${readGuid(id, fail)}`
}

/** `holder=GUID+GUID,…` → tenants per holder: for which tenants a person or a group has its roles. */
export const scopes = parseWith((text, fail) => {
  const result: Record<string, string[]> = {}
  for (const [at, entry] of split(text).entries()) {
    const failHere = (why: string) => fail(`Entry ${at + 1}: ${why}`)
    const [who = '', tenants = '', ...rest] = entry.split('=')
    if (tenants === '' || rest.length > 0)
      return failHere('This is not of the form who=tenant. Write GUID=GUID+GUID or group:GUID=GUID+GUID.')
    const holder = readHolder(who, failHere)
    if (Object.hasOwn(result, holder))
      return failHere('This person or group stands here twice. Put all tenants behind one, parted by +.')
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
        `Entry ${at + 1} is not of the form set-id=GUID. Write for example directory-data=01234567-….`,
      )
    if (Object.hasOwn(result, name))
      return fail(`The set "${name}" stands here twice. Keep one client id for it.`)
    result[name] = readGuid(id, (why) => fail(`Entry ${at + 1} (${name}): ${why}`))
  }
  return result
})

export const secret = parseWith((text, fail) => {
  if (guidPattern.test(text))
    return fail(
      'This is a GUID: the id of the secret. Put the value of the secret, shown once when it was made.',
    )
  if (/^<.*>$/.test(text)) return fail('This is a placeholder. Put the value of the secret.')
  if (/-----BEGIN/.test(text))
    return fail('This is a certificate or key. Save it to a file and name that file instead.')
  if (/\s/.test(text)) return fail('There is a blank inside. Copy the value of the secret again.')
  return text
})

export function wholeNumber(min: number, max: number) {
  return parseWith((text, fail) => {
    const value = Number(text)
    if (!/^\d+$/.test(text)) return fail(`This is not a whole number. Put a number from ${min} to ${max}.`)
    if (value < min || value > max)
      return fail(`This number is out of range. Put a number from ${min} to ${max}.`)
    return value
  })
}

export function oneOf<const T extends string>(...choices: readonly T[]) {
  return parseWith((text, fail): T => {
    const found = choices.find((choice) => choice === text.toLowerCase())
    return (
      found ??
      fail(`This is none of the choices. Put ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`)
    )
  })
}

/** An address without path: `https://host[:port]`; `http:` only on loopback. */
export const origin = parseWith((text, fail) => {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    return fail('This is not an address. Write it like https://host.example.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return fail('There is a user name or password in the address. Remove it.')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return fail('There is something behind the host. Put scheme, host and port only.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return fail('This address is not encrypted. Use https: (http: is for loopback only).')
  return url.origin
})

/** An address with a path; `http:` only on loopback. */
export const address = parseWith((text, fail) => {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    return fail('This is not an address. Write it like https://host.example/path.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return fail('There is more than host and path in the address. Remove the rest.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return fail('This address is not encrypted. Use https: (http: is for loopback only).')
  return url.href
})

/** The address of a PostgreSQL database. Nothing of it is repeated: it may hold a password. */
export const databaseUrl = parseWith((text, fail) => {
  const form = 'Write it like postgres://user:password@host/database.'
  if (!/^postgres(ql)?:\/\//i.test(text))
    return fail(`This is not the address of a PostgreSQL database. ${form}`)
  const url = URL.parse(text)
  if (url?.hash !== '')
    return fail(`This address cannot be read. ${form} In the password write # as %23 and / as %2F.`)
  if (url.hostname === '' && !url.searchParams.has('host'))
    return fail(`There is no host in the address. ${form}`)
  if (url.pathname.length < 2) return fail(`There is no database in the address. ${form}`)
  return url.href
})

export const host = parseWith((text, fail) => {
  if (/^[a-z]+:\/\//i.test(text))
    return fail('This is an address, not a host. Put a host name or an IP address to listen on.')
  if (!isHost(text.toLowerCase()))
    return fail('This is not a host. Put a host name or an IP address to listen on.')
  return text.toLowerCase()
})

/** Hosts parted by commas or blanks; `*.example.com` stands for every host below. */
export const hosts = parseWith((text, fail) =>
  split(text.toLowerCase()).map((entry, at) => {
    if (isIP(entry) !== 0 && !isLoopbackHost(entry))
      return fail(`Entry ${at + 1} is a number, not a name. Microsoft's connector has names.`)
    if (isHost(entry) || (/^\*\.[^.]+\../.test(entry) && isHost(entry.slice(2)))) return entry
    return fail(
      `Entry ${at + 1} is not a host. Write names like smba.trafficmanager.net or *.botframework.com, no scheme, no port.`,
    )
  }),
)

/** Application ID URIs or client ids: what stands in `aud`. */
export const audiences = parseWith((text, fail) =>
  split(text).map((entry, at) => {
    if (guidPattern.test(entry)) return entry.toLowerCase()
    if (/^(api|https):\/\/[^\s/]+/.test(entry)) return entry
    return fail(
      `Entry ${at + 1} is no audience. Put the client id of the API's registration, or its URI such as api://….`,
    )
  }),
)

export const path = z.string()

/** One line that people read. */
export const line = parseWith((text, fail) =>
  /[\p{Cc}\p{Cf}]/u.test(text) || text.length > 120 ? fail('Put one line of at most 120 characters.') : text,
)
