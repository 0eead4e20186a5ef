import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Installation, idOf, startInstallation, yes } from './installation.ts'

/*
 * The real program, killed with SIGKILL at each request to Graph that changes something, before it arrives and before it is
 * answered, and at each change of a file. Each next run goes on; the last one must end right, with nothing doubled.
 */

const program = join(import.meta.dirname, '..', '..', 'scripts', 'setup', 'index.ts')
type Moment = { at: number; when: 'before' | 'after' | 'file' } | undefined

/** Between the program and the emulator: says when a write passes, and can swallow it or its answer. */
async function startProxy(target: string, onWrite: (when: 'before' | 'after') => boolean) {
  const server = createServer((incoming, outgoing) => {
    const isWrite = incoming.method !== 'GET' && incoming.url?.startsWith('/v1.0/')
    if (isWrite && onWrite('before')) return
    const body: Buffer[] = []
    incoming.on('data', (part: Buffer) => void body.push(part))
    incoming.on('end', () => {
      // Scopes name Graph by its address.
      const [from, to] = [`http://${incoming.headers.host}`, target].map(encodeURIComponent)
      const text = Buffer.concat(body)
        .toString()
        .replaceAll(from ?? '', to ?? '')
      const { 'content-length': _, ...headers } = incoming.headers
      const sized = text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) }
      const options = { method: incoming.method, headers: { ...headers, ...sized } }
      const passed = request(target + incoming.url, options, (answer) => {
        if (isWrite && onWrite('after')) return
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      passed.on('error', () => outgoing.destroy())
      passed.end(text)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Ended {
  code: number | null
  said: string
  writes: number
  fileChanges: number
}

/** Runs it to its end, or to the moment at which it is killed. */
async function runProcess(
  installation: Installation,
  args: readonly string[],
  moment?: Moment,
): Promise<Ended> {
  const counts = { before: 0, after: 0, file: 0 }
  const isMoment = (when: keyof typeof counts): boolean => {
    counts[when] += 1
    if (moment?.when !== when || moment.at !== counts[when]) return false
    child.kill('SIGKILL')
    return true
  }
  const url = await startProxy(installation.emulator.url, isMoment)
  const watcher = watch(installation.folder, { recursive: true }, () => void isMoment('file'))
  onTestFinished(() => watcher.close())
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], {
    cwd: installation.folder,
    env: { PATH: process.env.PATH, LOGIN_BASE_URL: url, GRAPH_BASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const code = / enter the code (\S+)/.exec(said + text)?.[1]
    if (code && !said.includes(code))
      void installation.control('sign-in-device', { userCode: code, userId: idOf('Alice') })
    said += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  watcher.close()
  return { code, said, writes: counts.after, fileChanges: counts.file }
}

const thingsOf = ({ world, snapshot }: Installation) => ({
  registrations: [...world.registrations.values()]
    .map(
      (one) =>
        `${one.displayName}: ${one.certificates.length}, ${one.redirectUris.length}, ${one.appRoles.length}`,
    )
    .sort(),
  principals: (snapshot() as { principals: { roles: unknown[] }[] }).principals
    .map(({ roles }) => roles.length)
    .sort(),
})

const remove = ['--remove', '--yes']

/** Each process gets one write further than the one before. Returns how many were killed. */
async function runUntilWhole(installation: Installation, args: readonly string[], when: 'before' | 'after') {
  for (let killed = 0; killed < 60; killed += 1) {
    const { code, said } = await runProcess(installation, args, { at: when === 'before' ? 2 : 1, when })
    if (code === 0) return killed
    expect(code, said).toBe(null)
  }
  throw new Error('Expected it to end')
}

it.each(['before', 'after'] as const)(
  'killed %s each write, it goes on and ends right',
  { timeout: 600_000 },
  async (when) => {
    const installation = await startInstallation({ hasKeys: true })
    const empty = installation.snapshot()
    expect((await runProcess(installation, yes)).code).toBe(0)
    const made = thingsOf(installation)
    expect(await runUntilWhole(installation, remove, when)).toBeGreaterThan(8)
    expect(installation.snapshot()).toEqual(empty)
    expect(await runUntilWhole(installation, yes, when)).toBeGreaterThan(10)
    expect(thingsOf(installation)).toEqual(made)
    const second = await runProcess(installation, yes)
    expect([second.code, second.writes]).toEqual([0, 0])
  },
)

it('ends at Ctrl+C with a word about what was done', async () => {
  const { folder, emulator } = await startInstallation()
  const child = spawn(process.execPath, ['--no-warnings', program], {
    cwd: folder,
    env: { PATH: process.env.PATH, LOGIN_BASE_URL: emulator.url, GRAPH_BASE_URL: emulator.url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (text.includes('enter the code')) child.kill('SIGINT')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  expect([code, said]).toEqual([130, expect.stringMatching(/\nStopped\. What was done stays done; .+\n$/)])
})

it('killed at a change of a file, it ends right', { timeout: 600_000 }, async () => {
  const installation = await startInstallation()
  const empty = installation.snapshot()
  const { fileChanges, code, said } = await runProcess(installation, yes)
  expect(code, said).toBe(0)
  const made = thingsOf(installation)
  const removed = await runProcess(installation, remove)
  const step = Math.ceil(fileChanges / 8)
  for (let at = 1; at <= fileChanges; at += step) {
    await runProcess(installation, yes, { at, when: 'file' })
    const last = await runProcess(installation, yes)
    expect(last.code, last.said).toBe(0)
    expect(thingsOf(installation)).toEqual(made)
    await runProcess(installation, remove, { at: 1 + (at % removed.fileChanges), when: 'file' })
    const gone = await runProcess(installation, remove)
    expect(gone.code, gone.said).toBe(0)
    expect(installation.snapshot()).toEqual(empty)
    expect([installation.has('.env'), installation.has('data/keys')]).toEqual([false, false])
  }
})
