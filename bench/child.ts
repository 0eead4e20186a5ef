import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const host = '127.0.0.1'

/** A Node program in a process of its own. */
export interface Child {
  pid: number
  /** Rejects, with its last words, when it ends without having been stopped. */
  ended: Promise<never>
  stop(): Promise<void>
}

export interface ChildOptions {
  name: string
  /** Relative to the project. */
  file: string
  args?: readonly string[]
  environment?: Readonly<Record<string, string>>
  /** What it says goes into `<name>.log` here. */
  folder: string
}

const stopWithinMs = 10_000
const running = new Set<ChildProcess>()
/** However this process ends, none of its children stays. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program that sees nothing of our own environment but the path. */
export function startChild({ name, file, args = [], environment = {}, folder }: ChildOptions): Child {
  const logFile = join(folder, `${name}.log`)
  // A file, not a pipe: whoever reads a pipe takes part in the work that is measured.
  const log = openSync(logFile, 'a')
  const { PATH = '', HOME = folder } = process.env
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../${file}`, import.meta.url)), ...args], {
    env: { PATH, HOME, NODE_COMPILE_CACHE: join(folder, 'compile-cache'), ...environment },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} could not be started`)
  running.add(child)
  const gone = once(child, 'exit').finally(() => running.delete(child))
  const ended = gone.then(([code, signal]): never => {
    const words = readFileSync(logFile, 'utf8').slice(-2_000)
    throw new Error(`${name} has ended (${code ?? signal}):\n${words}`)
  })
  ended.catch(() => undefined)
  return {
    pid,
    ended,
    stop: async () => {
      if (running.has(child)) child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
      await gone
      clearTimeout(force)
    },
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port')
  return address.port
}
