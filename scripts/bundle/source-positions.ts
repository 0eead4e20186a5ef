import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

const position = /(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g

/**
 * Stack traces name the source files. Node's own `--enable-source-maps` reads every map when it loads the file and keeps it;
 * here, the first fault reads it.
 */
export function showSources(): void {
  const format = Error.prepareStackTrace
  const maps = new Map<string, SourceMap | undefined>()
  const mapOf = (url: string): SourceMap | undefined => {
    if (!maps.has(url)) maps.set(url, readMap(fileURLToPath(`${url}.map`)))
    return maps.get(url)
  }
  Error.prepareStackTrace = (error, calls) =>
    String(format?.(error, calls)).replaceAll(
      position,
      (found, url: string, line: string, column: string) => {
        const origin = mapOf(url)?.findOrigin(Number(line), Number(column))
        if (!origin || !('fileName' in origin)) return found
        return `${new URL(origin.fileName, url).href}:${origin.lineNumber}:${origin.columnNumber}`
      },
    )
}

/** Libraries have none. */
function readMap(file: string): SourceMap | undefined {
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}
