import { domainToASCII } from 'node:url'
import { plainLine, withoutEnding } from '../text/fold-text.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const bareGuid = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/
const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const longestDomain = 253
/** The longest address that is looked at. */
const longest = 4_096

/**
 * The GUID or domain, lowercase ASCII, by which a text names a tenant: bare, quoted, in brackets, in a sign-in name, or in an
 * address of Microsoft's. Undefined if it names none. The host of SharePoint is no domain of the tenant, and it is not guessed.
 */
export function readTenantText(text: string): string | undefined {
  const bare = unwrapName(text).slice(0, longest).toLowerCase()
  return readId(bare) ?? readAddress(bare) ?? readSignInName(bare) ?? readDomain(bare)
}

interface TenantName {
  /** In its plainest form. */
  name: string
  /** As `readTenantText`. */
  named?: string
  /** It is an ID, or a part of an address or sign-in name, and thus no part of a name. */
  isTakenOut: boolean
}

/** What a text can mean that names a tenant. */
export function tenantNameOf(text: string): TenantName {
  const name = unwrapName(text)
  const named = readTenantText(name)
  if (named === undefined) return { name, isTakenOut: false }
  return { name, named, isTakenOut: /[/:@]/.test(name) || readId(named) !== undefined }
}

const pairs = new Map(['""', "''", '{}', '()', '[]', '<>'].map(([open = '', close = '']) => [open, close]))
/** More than anybody writes. */
const mostPairs = 4

/** A name in its plainest form, without the quotes or brackets around it and without punctuation at its end. */
export function unwrapName(text: string): string {
  let name = withoutEnding(plainLine(text))
  for (let round = 0; round < mostPairs; round += 1) {
    if (name.length < 3 || pairs.get(name.charAt(0)) !== name.at(-1)) break
    name = withoutEnding(name.slice(1, -1).trim())
  }
  return name
}

function readId(text: string): string | undefined {
  if (guid.test(text)) return text
  const [, ...groups] = bareGuid.exec(text) ?? []
  return groups.length > 0 ? groups.join('-') : undefined
}

function readDomain(text: string): string | undefined {
  // Longer than any domain, and encoding it costs the square of its length.
  const ascii = text.length > longestDomain || /[/:?#@\s]/.test(text) ? '' : domainToASCII(text)
  return domain.test(ascii) ? ascii : undefined
}

const readIdOrDomain = (text: string): string | undefined => readId(text) ?? readDomain(text)

function readSignInName(text: string): string | undefined {
  const name = text.replace(/^mailto:/, '')
  return /^[^@\s/]+@[^@\s/]+$/.test(name) ? readDomain(name.slice(name.indexOf('@') + 1)) : undefined
}

/** Parameters whose value is a tenant, and those whose value is a person of it. */
const tenantKeys = ['tenantid', 'tenant', 'tid', 'domain_hint', 'whr']
const personKeys = ['login_hint', 'username', 'upn']

function readAddress(text: string): string | undefined {
  const address = /^[a-z][a-z0-9+.-]{0,20}:\/\//.test(text) ? text : beginsWithHost(text) && `https://${text}`
  const url = address ? URL.parse(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return undefined
  const [path, query, hash] = [url.pathname, url.search, url.hash].map(splitAddress) as [Parts, Parts, Parts]
  const all = [...path, ...query, ...hash]
  const labeled = all.flatMap((part, at) => (tenantKeys.includes(part) ? [all[at + 1] ?? ''] : []))
  const persons = all.flatMap((part, at) => (personKeys.includes(part) ? [all[at + 1] ?? ''] : []))
  const resource = hash[0]?.startsWith('@') ? [hash[0].slice(1)] : []
  const ways = [
    labeled.map(readIdOrDomain),
    path.slice(0, 1).map(readIdOrDomain),
    resource.map(readIdOrDomain),
    persons.map(readSignInName),
    [address !== text && url.pathname !== '/' ? undefined : readHost(url.hostname)],
  ]
  for (const way of ways) {
    const found = new Set(way.filter((name) => name !== undefined))
    // Two tenants in one address: it can't be told which one is meant.
    if (found.size > 0) return found.size === 1 ? [...found][0] : undefined
  }
  return undefined
}

/** The host is found before its dots: one pattern for both takes the square of the length where no slash follows. */
const beginsWithHost = (text: string): boolean =>
  /^[^/@\s]+(?=\/)/.exec(text)?.[0].slice(1, -1).includes('.') ?? false

type Parts = string[]

const splitAddress = (part: string): Parts =>
  part
    .replace(/^[?#]/, '')
    .split(/[/=&?#]/)
    .filter((piece) => piece !== '')
    .map((piece) => decode(piece).toLowerCase())

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not encoded as in a URL: it stands for itself.
    return text
  }
}

/** Hosts of Microsoft's services in all clouds: their own domain says nothing about the tenant. */
const services = [
  'microsoft.com',
  'microsoft.us',
  'microsoftonline.com',
  'microsoftonline.us',
  'microsoftonline.cn',
  'azure.com',
  'azure.us',
  'azure.cn',
  'azure.net',
  'azurewebsites.net',
  'windows.net',
  'windowsazure.com',
  'windowsazure.us',
  'chinacloudapi.cn',
  'usgovcloudapi.net',
  'sharepoint.com',
  'sharepoint.us',
  'sharepoint-mil.us',
  'sharepoint.cn',
  'office.com',
  'office365.com',
  'office365.us',
  'office.net',
  'live.com',
  'dynamics.com',
  'powerapps.com',
  'powerbi.com',
  'cloud.microsoft',
]

/** The domain of somebody's own web site. */
function readHost(host: string): string | undefined {
  const isService = services.some((service) => host === service || host.endsWith(`.${service}`))
  return isService ? undefined : readDomain(host.replace(/^www\./, ''))
}
