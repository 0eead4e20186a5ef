import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { onTestFinished } from 'vitest'
import { snapshotOf } from '../../emulator/control/snapshot.ts'
import { demo } from '../../emulator/demo-world.ts'
import { makeFreshWorld } from '../../emulator/fresh-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import type { World } from '../../emulator/world/types.ts'
import { writePrivately } from '../../scripts/setup/files.ts'
import type { Which } from '../../scripts/setup/marks.ts'
import { runProgram } from '../../scripts/setup/program.ts'
import { usualPair } from '../../scripts/setup/read-locally.ts'
import { makeCertificate } from '../support/make-certificate.ts'

export const publicUrl = 'https://grants.example.com'
export const callback = `${publicUrl}/consent/callback`

export interface Ran {
  code: number
  said: string
  questions: string[]
  /** Writes to Graph. */
  writes: string[]
}

interface RunOptions {
  /** What the person types, one line after the other. */
  types?: readonly string[]
  /** First name of who signs in; default: Alice, a Global Administrator. */
  signer?: string
  environment?: Readonly<Record<string, string>>
  /** Called before each request; what it throws is what the network does. */
  beforeRequest?: (method: string, url: string, count: number) => void
  /** The same after it, when the answer is lost. */
  afterRequest?: (method: string, url: string, count: number) => void
}

/** A folder in which `npm run setup` is run, and the cloud that it talks to. */
export interface Installation {
  emulator: Emulator
  world: World
  folder: string
  run(args?: readonly string[], options?: RunOptions): Promise<Ran>
  snapshot(): unknown
  control(name: string, input: Record<string, unknown>): Promise<void>
  /** The values in `.env`; undefined: there is none. */
  environment(): Promise<Record<string, string | undefined> | undefined>
  write(file: string, text: string): Promise<void>
  read(file: string): Promise<string>
  has(file: string): boolean
  modeOf(file: string): Promise<string>
}

export const setIds: Readonly<Record<string, string>> = demo.sets

export const setsText = Object.entries(setIds)
  .map((pair) => pair.join('='))
  .join(',')

/** Of a person of the home tenant. */
export function idOf(firstName: string): string {
  const person = demo.people.find(({ name }) => name.startsWith(`${firstName} `))
  if (!person) throw new Error(`Expected ${firstName} in the home tenant`)
  return person.id
}

/** Everything that a pipeline gives. */
export const yes = [
  '--yes',
  '--public-url',
  publicUrl,
  '--sets',
  setsText,
  '--approvers',
  `${idOf('Alice')},${idOf('Bob')}`,
]

const sampleFile = join(import.meta.dirname, '..', '..', '.env.sample')

/** Made once: a key takes longer than everything else. */
const pairs = new Map<Which, { certificate: string; key: string }>()

async function writeKeys(at: (path: string) => string): Promise<void> {
  for (const which of ['bot', 'reader'] as const) {
    const pair = pairs.get(which) ?? makeCertificate(which)
    pairs.set(which, pair)
    const files = usualPair(which)
    await writePrivately(at(files.certificateFile), pair.certificate)
    await writePrivately(at(files.keyFile), pair.key)
  }
}

/** `hasKeys`: the certificates are there already. */
export async function startInstallation({ hasKeys = false } = {}): Promise<Installation> {
  const world = makeFreshWorld()
  const emulator = await startEmulator({ world })
  onTestFinished(() => emulator.close())
  const folder = await mkdtemp(join(tmpdir(), 'setup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const at = (path: string) => resolve(folder, path)
  if (hasKeys) await writeKeys(at)
  const control = async (name: string, input: Record<string, unknown>): Promise<void> => {
    const answer = await fetch(`${emulator.url}/world/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
  }
  await control('settings', { deviceCodeInterval: 0 })
  const run = async (args: readonly string[] = [], options: RunOptions = {}): Promise<Ran> => {
    const said: string[] = []
    const questions: string[] = []
    const lines = [...(options.types ?? [])]
    const signs: Promise<void>[] = []
    const watched = watch(options)
    const terminal = {
      say(text: string) {
        said.push(text)
        const code = / enter the code (\S+)/.exec(text)?.[1]
        if (code)
          signs.push(control('sign-in-device', { userCode: code, userId: idOf(options.signer ?? 'Alice') }))
      },
      async ask(question: string) {
        questions.push(question)
        said.push(question)
        return lines.shift()
      },
      count: () => questions.length,
      close() {},
    }
    const environment = { LOGIN_BASE_URL: emulator.url, GRAPH_BASE_URL: emulator.url, ...options.environment }
    const deps = {
      terminal,
      environment,
      fetch: watched.fetch,
      now: () => new Date(),
      sleep: async () => {},
      at,
      sampleFile,
    }
    const code = await runProgram([...args], deps)
    await Promise.all(signs)
    return { code, said: said.join('\n'), questions, writes: watched.writes }
  }
  return {
    emulator,
    world,
    folder,
    run,
    snapshot: () => snapshotOf(world),
    control,
    environment: async () =>
      existsSync(at('.env')) ? parseEnv(await readFile(at('.env'), 'utf8')) : undefined,
    write: (file, text) => writeFile(at(file), text),
    read: (file) => readFile(at(file), 'utf8'),
    has: (file) => existsSync(at(file)),
    modeOf: async (file) => ((await stat(at(file))).mode & 0o777).toString(8),
  }
}

function watch({ beforeRequest, afterRequest }: RunOptions): { fetch: typeof fetch; writes: string[] } {
  const writes: string[] = []
  let count = 0
  return {
    writes,
    async fetch(input, init) {
      const [method, url] = [init?.method ?? 'GET', String(input)]
      const isWrite = method !== 'GET' && url.includes('/v1.0/')
      if (isWrite) {
        count += 1
        writes.push(`${method} ${new URL(url).pathname}`)
        beforeRequest?.(method, url, count)
      }
      const answer = await fetch(input, init)
      if (isWrite) afterRequest?.(method, url, count)
      return answer
    },
  }
}
