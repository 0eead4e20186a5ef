import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export interface Terminal {
  say(text: string): void
  /** Undefined: the input has ended. */
  ask(question: string): Promise<string | undefined>
  /** How many questions were asked so far. */
  count(): number
  close(): void
}

/** Lines that come before they are asked for wait, so that answers can be piped. */
export function openTerminal(input: Readable, output: Writable): Terminal {
  const lines: string[] = []
  const waiting: ((line: string | undefined) => void)[] = []
  let hasEnded = false
  let asked = 0
  const reader = createInterface({ input })
  reader.on('line', (line) => {
    const next = waiting.shift()
    if (next) next(line)
    else lines.push(line)
  })
  reader.once('close', () => {
    hasEnded = true
    for (const next of waiting.splice(0)) next(undefined)
  })
  return {
    say: (text) => void output.write(`${text}\n`),
    ask(question) {
      asked += 1
      output.write(`${question} `)
      const line = lines.shift()
      if (line !== undefined || hasEnded) return Promise.resolve(line)
      return new Promise((resolve) => waiting.push(resolve))
    },
    count: () => asked,
    close: () => reader.close(),
  }
}
