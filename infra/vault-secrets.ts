import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { AskAzure } from './ask-azure.ts'

interface Target {
  vault: string
  databaseServer: string
  /** Client ID of the managed identity, which is the bot. */
  identity: string
  publicUrl: string
  /** The variables of `.env`. */
  environment: Readonly<Record<string, string | undefined>>
}

type Texts = Readonly<Record<string, string>>

const random = (): string => randomBytes(32).toString('hex')

/** Files that `.env` names → the secrets that `app.bicep` mounts. The bot's are for a bot with a registration of its own. */
const files = {
  READER_CERTIFICATE_FILE: 'reader-certificate',
  READER_KEY_FILE: 'reader-key',
  BOT_CERTIFICATE_FILE: 'bot-certificate',
  BOT_KEY_FILE: 'bot-key',
}

const needed: readonly string[] = ['reader-certificate', 'reader-key']

/** Variables that the second deployment needs, too. */
export const handedOn = ['READER_ID', 'SET_CLIENT_IDS', 'ROLE_APPROVERS']

export const handOn = (environment: Target['environment']): string[] =>
  handedOn.flatMap((name) => (environment[name] ? [`${name}="${environment[name].trim()}"`] : []))

/** Adds what is missing and returns its names. @throws Error that says what `.env` lacks; nothing was added then */
export async function fillVault(target: Target, azure: AskAzure): Promise<string[]> {
  const { vault } = target
  const listed = await azure(['keyvault', 'secret', 'list', '--vault-name', vault, '--query', '[].name'])
  const there = new Set(z.array(z.string()).parse(JSON.parse(listed)))
  const texts = { ...(await fileTexts(target, there)), ...madeTexts(target, there) }
  for (const [name, text] of Object.entries(texts)) await put(vault, name, text, azure)
  return Object.keys(texts)
}

function madeTexts({ databaseServer }: Target, there: ReadonlySet<string>): Texts {
  const single = ['link-secret', 'audit-key', 'metrics-token'].filter((name) => !there.has(name))
  const made = Object.fromEntries(single.map((name) => [name, random()]))
  // Both or none: the URL contains the password. The next deployment of main.bicep gives it to the server.
  if (there.has('database-password') && there.has('database-url')) return made
  const password = random()
  const host = `${databaseServer}.postgres.database.azure.com`
  const url = `postgres://grantkeeper:${password}@${host}:5432/grantkeeper?sslmode=verify-full`
  return { ...made, 'database-password': password, 'database-url': url }
}

async function fileTexts(
  { environment, identity, publicUrl }: Target,
  there: ReadonlySet<string>,
): Promise<Texts> {
  const texts: Record<string, string> = {}
  const missing: string[] = []
  for (const [variable, name] of Object.entries(files)) {
    const path = environment[variable]?.trim()
    if (there.has(name)) continue
    if (path) texts[name] = await readFile(path, 'utf8')
    else if (needed.includes(name)) missing.push(variable)
  }
  missing.push(...handedOn.filter((name) => !environment[name]))
  if (missing.length > 0)
    throw new Error(
      `The vault wasn't filled: .env lacks ${missing.join(', ')}. Run this, and then the same again: npm run setup -- --managed-identity ${identity} --public-url ${publicUrl}`,
    )
  return texts
}

/** From a file that only this person can read: everybody on the machine can list the words of a command. */
async function put(vault: string, name: string, text: string, azure: AskAzure): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-vault-'))
  try {
    const file = join(folder, name)
    await writeFile(file, text, { mode: 0o600 })
    const words = ['keyvault', 'secret', 'set', '--vault-name', vault, '--name', name, '--file', file]
    await azure([...words, '--encoding', 'utf-8', '--query', 'id'])
  } finally {
    await rm(folder, { recursive: true })
  }
}
