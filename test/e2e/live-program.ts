import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** A program at which a person sits: reads what it says, and types. */
export interface LiveProgram {
  /** Everything that it said, and what was typed. */
  transcript(): string
  /** Waits until it says this after what was answered last. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  type(line: string): void
  /** Its exit code. */
  ended(): Promise<number | null>
  stop(): Promise<void>
}

export interface LiveOptions {
  folder: string
  environment: Readonly<Record<string, string>>
}

const patienceMs = 120_000

/** Runs a command in a folder, with nothing of our own environment but where programs are. */
export function startLive(command: string, args: readonly string[], options: LiveOptions): LiveProgram {
  const { PATH = '', HOME = '' } = process.env
  const child: ChildProcess = spawn(command, args, {
    cwd: options.folder,
    env: { PATH, HOME, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl+C at a terminal reaches npm and what it started: a group of their own stands for that.
    detached: true,
  })
  let said = ''
  let readTo = 0
  let code: number | null | undefined
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  child.once('exit', (status) => {
    code = status
  })
  const kill = (): void => {
    if (code === undefined && child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
  }
  process.once('exit', kill)
  return {
    transcript: () => said,
    says: async (pattern) => {
      for (const endsAt = Date.now() + patienceMs; Date.now() < endsAt; await pause(50)) {
        const found = pattern.exec(said.slice(readTo))
        if (found) {
          readTo += found.index + found[0].length
          return found
        }
        if (code !== undefined) throw new Error(`It ended (${code}) before it said ${pattern}:\n${said}`)
      }
      throw new Error(`Expected it to say ${pattern}:\n${said}`)
    },
    type: (line) => {
      said += `${line}\n`
      readTo = said.length
      child.stdin?.write(`${line}\n`)
    },
    ended: async () => {
      if (code === undefined) await once(child, 'exit')
      return code ?? null
    },
    stop: async () => {
      process.off('exit', kill)
      if (code !== undefined) return
      const exited = once(child, 'exit')
      kill()
      await exited
    },
  }
}
