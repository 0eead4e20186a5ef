import { appendFile, open } from 'node:fs/promises'

/** Enough for some lines. */
const tailBytes = 4_096

/** A text file that grows by lines, which only its owner can read. Every line is on the disk when its promise resolves. */
export function lineFile(path: string): {
  append(line: string): Promise<void>
  readLastLines(): Promise<readonly string[]>
} {
  return {
    append: (line) => appendFile(path, `${line}\n`, { mode: 0o600, flush: true }),
    readLastLines: async () => (await readTail(path)).split('\n'),
  }
}

/** Empty if there is no such file yet. */
async function readTail(path: string): Promise<string> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    await file.read(buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
