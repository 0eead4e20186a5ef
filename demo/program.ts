import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

export interface Program {
  name: string
  /** Rejects when the program exits on its own; never resolves. */
  ended: Promise<never>
  stop(): Promise<void>
}

export interface ProgramOptions {
  name: string
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  /** Its output goes to `<name>.log` in this folder. */
  folder: string
}

const stopWithinMs = 10_000

/** Starts a Node program as a child process. `stop` ends it within ten seconds. */
export function startProgram({ name, args, environment, folder }: ProgramOptions): Program {
  const file = join(folder, `${name}.log`)
  const log = createWriteStream(file)
  // Not our own environment: a variable in the user's shell must not change the demo.
  const { PATH = '', HOME = folder } = process.env
  const child = spawn(process.execPath, args, {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  let stopping = false
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      log.end()
      if (!stopping) reject(new Error(`${name} stopped (${code ?? signal}). See ${file}`))
    })
  })
  // Without a listener yet, the rejection would count as unhandled.
  ended.catch(() => undefined)
  return {
    name,
    ended,
    stop: async () => {
      stopping = true
      await stopChild(child)
    },
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await exited
  clearTimeout(force)
}
