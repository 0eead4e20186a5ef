import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished } from 'vitest'
import { programOf } from './programs.ts'

/** Runs a source file until it is killed with SIGKILL, by itself or by `onLine`; returns its output lines. */
export async function runUntilKilled(
  source: string,
  args: string[],
  onLine?: (lines: readonly string[], kill: () => void) => void,
): Promise<string[]> {
  const command = ['--no-warnings', await programOf(source), ...args]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    onLine?.(lines, () => child.kill('SIGKILL'))
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  return lines
}
