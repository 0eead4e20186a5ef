import { isIP } from 'node:net'
import { z } from 'zod'
import { bareHost, isLoopbackHost } from './hosts.ts'
import { kindOfAddress } from './public-address.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'
import type { Report, Values } from './variables.ts'
import { fingerprintOf, readWebhookKeys } from './webhook-keys.ts'

/** Another system that is sent events. */
export interface WebhookTarget {
  /** Letters, digits, and hyphens; its identity in the database, on cards, and in metrics. */
  name: string
  url: string
  /** The file with its signing keys, read again while the process runs. */
  keyFile: string
  keys: readonly string[]
  /** Kinds of events; absent: all. */
  events?: readonly string[] | undefined
  /** Sets whose events are sent, and no event without a set. Absent: all events. */
  sets?: readonly string[] | undefined
  /** It can have a private or loopback address. */
  allowPrivate: boolean
}

const words = z.array(z.string().min(1)).min(1).optional()

const fileSchema = z.strictObject({
  targets: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits, and hyphens.')
          .max(40),
        url: z.string(),
        keyFile: z.string().min(1),
        events: words,
        sets: words,
        allowPrivate: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(10),
})

type Written = z.output<typeof fileSchema>['targets'][number]

/** The targets of webhooks from the file that `WEBHOOKS_FILE` names; errors name the target and never quote a key. */
export function readWebhookTargets(
  values: Values,
  readFile: ReadFile,
  report: Report,
): readonly WebhookTarget[] {
  const { WEBHOOKS_FILE: file } = values
  if (file === undefined) return []
  const fail = (text: string): [] => {
    report('WEBHOOKS_FILE', text)
    return []
  }
  const content = readTextFile(file, readFile)
  if ('problem' in content) return fail(content.problem)
  const written = parseJson(content.text)
  if (written === undefined) return fail(`This isn't JSON. ${form}`)
  const read = fileSchema.safeParse(written)
  if (!read.success) {
    for (const issue of read.error.issues) fail(issueText(issue))
    return []
  }
  const targets = read.data.targets.map((target) => complete(target, { readFile, fail, ...authOf(values) }))
  for (const problem of findShared(targets)) fail(problem)
  return targets
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const form = 'Write {"targets": [{"name": "…", "url": "https://…", "keyFile": "…"}]}, see docs/webhooks.md.'

function issueText({ path, message }: z.core.$ZodIssue): string {
  const [, index, ...rest] = path
  if (typeof index !== 'number') return `This isn't a file of webhook targets: ${message}. ${form}`
  return `Target ${index + 1}${rest.length > 0 ? `, ${rest.join(' ')}` : ''}: ${message.replace(/\.?$/, '.')}`
}

interface Rest {
  readFile: ReadFile
  fail: (text: string) => void
  /** Callers aren't authenticated, so what they cause stays on this machine. */
  isOnlyLocal: boolean
}

const authOf = ({ BOT_AUTH }: Values): Pick<Rest, 'isOnlyLocal'> => ({ isOnlyLocal: BOT_AUTH === 'off' })

function complete(written: Written, { readFile, fail, isOnlyLocal }: Rest): WebhookTarget {
  const { name, keyFile, allowPrivate = false } = written
  const why = whyNoUrl(written.url, { allowPrivate, isOnlyLocal })
  if (why !== undefined) fail(`Target ${name}, url: ${why}`)
  const read = readWebhookKeys(keyFile, readFile)
  if ('problem' in read) fail(`Target ${name}, keyFile: ${read.problem}`)
  const keys = 'keys' in read ? read.keys : []
  const url = URL.parse(written.url)?.href ?? written.url
  return { ...written, url, keyFile, keys, allowPrivate }
}

function whyNoUrl(
  text: string,
  { allowPrivate, isOnlyLocal }: { allowPrivate: boolean; isOnlyLocal: boolean },
): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    return "This isn't a URL. Write it like https://host.example/path."
  if (url.username !== '' || url.password !== '') return 'It contains a user name or password. Remove it.'
  if (url.hash !== '') return 'It contains a fragment (#). Remove it.'
  const host = bareHost(url.hostname)
  const isLocal = isLoopbackHost(host)
  if (url.protocol === 'http:' && !isLocal)
    return "It isn't encrypted. Use https: (http: is for loopback only)."
  if (isOnlyLocal && !isLocal)
    return 'With BOT_AUTH=off, only loopback is allowed. Use 127.0.0.1 here, or set BOT_AUTH=on.'
  const kind = isIP(host) === 0 ? (isLocal ? 'private' : 'public') : kindOfAddress(host)
  if (kind === 'never')
    return 'No receiver has this address: it is for link-local services, metadata, or groups.'
  if (kind === 'private' && !allowPrivate)
    return 'This is an address of a private network or of this machine. If that is intended, set "allowPrivate": true.'
  return undefined
}

/** Names and keys that two targets share: a receiver could send one of them what the other one is sent. */
function* findShared(targets: readonly WebhookTarget[]): Generator<string> {
  const names = new Set<string>()
  const owners = new Map<string, string>()
  for (const { name, keys } of targets) {
    if (names.has(name)) yield `The name ${name} is used twice. Give each target its own.`
    names.add(name)
    for (const key of keys.map(fingerprintOf)) {
      const owner = owners.get(key)
      if (owner !== undefined && owner !== name)
        yield `Targets ${owner} and ${name} have the same key. Give each target its own.`
      owners.set(key, name)
    }
  }
}
