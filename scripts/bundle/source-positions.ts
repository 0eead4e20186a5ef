import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findOrigin } from './find-origin.ts'

interface SourceMapFile {
  sources: string[]
  mappings: string
}

const position = /(file:\/\/\S+?\.mjs):(\d+):(\d+)/g
/** The same few faults come again and again. */
const mostKnown = 1_000

/**
 * Stack traces name the source files. Node's own `--enable-source-maps` reads every map when it loads the file and keeps it;
 * here, a fault reads it, and only its positions are kept.
 */
export function showSources(): void {
  const format = Error.prepareStackTrace
  if (!format) return
  const known = new Map<string, string>()
  Error.prepareStackTrace = (error, calls) =>
    String(format(error, calls)).replaceAll(position, (found, url: string, line: string, column: string) => {
      if (known.size > mostKnown) known.clear()
      const named = known.get(found) ?? tryNaming(url, Number(line), Number(column)) ?? found
      known.set(found, named)
      return named
    })
}

/** A map that can't be read, as where too many files are open, must not take the place of the fault. */
function tryNaming(url: string, line: number, column: number): string | undefined {
  try {
    return sourceOf(url, line, column)
  } catch {
    return undefined
  }
}

/** Undefined for libraries, which have no map. */
function sourceOf(url: string, line: number, column: number): string | undefined {
  const file = fileURLToPath(`${url}.map`)
  if (!existsSync(file)) return undefined
  const { sources, mappings } = JSON.parse(readFileSync(file, 'utf8')) as SourceMapFile
  const origin = findOrigin(mappings, line, column)
  const source = origin && sources[origin.source]
  return source && `${new URL(source, url).href}:${origin.line}:${origin.column}`
}
