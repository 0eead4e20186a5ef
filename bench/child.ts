import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

export const host = '127.0.0.1'

/** A Node program in a child process. */
export interface Child {
  pid: number
  /** Rejects with the end of its output if it exits without `stop`. */
  ended: Promise<never>
  stop(): Promise<void>
}

export interface ChildOptions {
  name: string
  /** Relative to the project. */
  file: string
  args?: readonly string[]
  environment?: Readonly<Record<string, string>>
  /** Folder of its output, `<name>.log`. */
  folder: string
}

const stopWithinMs = 10_000
const running = new Set<ChildProcess>()
/** No child outlives this process, however it ends. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program whose environment inherits only the path. */
export function startChild({ name, file, args = [], environment = {}, folder }: ChildOptions): Child {
  const logFile = join(folder, `${name}.log`)
  // A file, not a pipe: reading a pipe would add load to the measurement.
  const log = openSync(logFile, 'a')
  const { PATH = '', HOME = folder } = process.env
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '..', file), ...args], {
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

/** A port that is free at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port')
  return address.port
}
