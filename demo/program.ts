import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

export interface Program {
  name: string
  /** Rejects when the program ends by itself; never resolves. */
  ended: Promise<never>
  stop(): Promise<void>
}

export interface ProgramOptions {
  name: string
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  /** What it says goes into `<name>.log` here. */
  folder: string
}

const stopWithinMs = 10_000

/** Starts a Node program beside this one. It ends with `stop`, at the latest after ten seconds. */
export function startProgram({ name, args, environment, folder }: ProgramOptions): Program {
  const file = join(folder, `${name}.log`)
  const log = createWriteStream(file)
  // Not our own environment: a variable of the person's shell must not change what the demo does.
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
      if (!stopping) reject(new Error(`${name} has ended (${code ?? signal}). See ${file}`))
    })
  })
  // Whoever waits hears of it; that nobody waits yet is no bug.
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
