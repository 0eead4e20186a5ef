import { createHash } from 'node:crypto'
import type { Log } from '../base/log.ts'
import { type Clock, seconds } from '../base/time.ts'
import { split } from './fields.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'

/** Standard Webhooks: 24 to 64 random bytes. */
const size = { least: 24, most: 64 }
/** While one key replaces another, both sign. */
const mostKeys = 2

const example = 'Write whsec_ and the base64 of 24 to 64 random bytes, for example of openssl rand -base64 32'

/** The keys of a target, the newest first, or why the file has none and what to do. Quotes nothing of it. */
type WebhookKeys = { keys: readonly string[] } | { problem: string }

/** Reads the keys of a target from its file: one, or two while one replaces the other, each on a line of its own. */
export function readWebhookKeys(path: string, readFile: ReadFile): WebhookKeys {
  const file = readTextFile(path, readFile)
  if ('problem' in file) return { problem: file.problem }
  const keys = split(file.text)
  if (keys.length === 0) return { problem: `The file is empty. ${example}.` }
  if (keys.length > mostKeys)
    return { problem: `The file has ${keys.length} keys. Keep the new one and the one before it.` }
  for (const [at, key] of keys.entries()) {
    const why = whyNoKey(key)
    if (why !== undefined) return { problem: `Key ${at + 1}: ${why}` }
    if (keys.indexOf(key) !== at) return { problem: 'The same key is in it twice. Keep it once.' }
  }
  return { keys }
}

function whyNoKey(key: string): string | undefined {
  const [, text] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(key) ?? []
  if (text === undefined || text.length % 4 !== 0) return `This isn't a key of Standard Webhooks. ${example}.`
  const { length } = Buffer.from(text, 'base64')
  if (length < size.least) return `It has ${length} bytes, and ${size.least} is the least. ${example}.`
  if (length > size.most) return `It has ${length} bytes, and ${size.most} is the most. ${example}.`
  return undefined
}

/** By which keys are compared without keeping them. */
export const fingerprintOf = (key: string): string => createHash('sha256').update(key).digest('hex')

interface ReloadKeys {
  readFile: ReadFile
  clock: Clock
  log: Log
}

/** Files are read again at most this often. */
const readEveryMs = seconds(5)

/**
 * The keys as they are in the file now, so that they change without a restart. A file that can't be used keeps the last good
 * ones, and its problem is logged once.
 */
export function reloadWebhookKeys(
  { name, keyFile, keys }: { name: string; keyFile: string; keys: readonly string[] },
  { readFile, clock, log }: ReloadKeys,
): () => readonly string[] {
  let good = keys
  let readAt = clock().getTime()
  let reported: string | undefined
  return () => {
    const now = clock().getTime()
    if (Math.abs(now - readAt) < readEveryMs) return good
    readAt = now
    const read = readWebhookKeys(keyFile, readFile)
    const problem = 'problem' in read ? read.problem : undefined
    if ('keys' in read) good = read.keys
    if (problem !== undefined && problem !== reported)
      log.warn({ target: name, problem }, 'a key file of a webhook target is not used')
    reported = problem
    return good
  }
}
