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
    const passed = request(
      target + incoming.url,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (isWrite && onWrite('after')) return
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
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

it.each([
  ['setup', 'before'],
  ['setup', 'after'],
  ['setup', 'file'],
  ['removal', 'before'],
  ['removal', 'after'],
  ['removal', 'file'],
] as const)(
  '%s that is killed at every step (%s) and run again ends right',
  { timeout: 600_000 },
  async (what, when) => {
    const installation = await startInstallation()
    const empty = installation.snapshot()
    const whole = await runProcess(installation, yes)
    expect(whole.code, whole.said).toBe(0)
    const made = thingsOf(installation)
    const remove = ['--remove', '--yes']
    const removed = await runProcess(installation, remove)
    expect(removed.code, removed.said).toBe(0)
    expect(installation.snapshot()).toEqual(empty)

    const counted = what === 'setup' ? whole : removed
    const moments = when === 'file' ? counted.fileChanges : counted.writes
    expect(moments).toBeGreaterThan(3)
    for (let at = 1; at <= moments; at += 1) {
      if (what === 'removal') await runProcess(installation, yes)
      // Killed at the same moment twice: the second time it has already begun.
      for (let times = 0; times < 2; times += 1)
        await runProcess(installation, what === 'setup' ? yes : remove, { at, when })
      if (what === 'setup') {
        const last = await runProcess(installation, yes)
        expect(last.code, last.said).toBe(0)
        expect(thingsOf(installation)).toEqual(made)
      }
      const gone = await runProcess(installation, remove)
      expect(gone.code, gone.said).toBe(0)
      expect(installation.snapshot()).toEqual(empty)
      expect([installation.has('.env'), installation.has('data/keys')]).toEqual([false, false])
    }
  },
)
