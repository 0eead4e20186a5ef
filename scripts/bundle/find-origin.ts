/** A place in a source file; lines and columns count from 1. */
export interface Origin {
  source: number
  line: number
  column: number
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const digits = new Map([...alphabet].map((sign, digit) => [sign, digit]))

/**
 * Where the code of a generated line and column comes from, by the `mappings` of a source map (ECMA-426). Read from the
 * beginning up to that line and not kept: what `node:module` makes of the maps of this program takes 43 MB.
 */
export function findOrigin(mappings: string, line: number, column: number): Origin | undefined {
  // Generated column, source, line, and column; each is told as the difference from the one before.
  const now = [0, 0, 0, 0, 0]
  let [generatedLine, field, value, shift] = [1, 0, 0, 0]
  let origin: Origin | undefined
  for (const sign of mappings) {
    if (sign === ',' || sign === ';') {
      if (generatedLine === line && field > 0) origin = originOf(now, field, column, origin)
      field = 0
      if (sign === ',') continue
      if (generatedLine === line) return origin
      generatedLine += 1
      now[0] = 0
      continue
    }
    const digit = digits.get(sign) ?? 0
    value |= (digit & 31) << shift
    shift += 5
    if (digit >= 32) continue
    now[field] = (now[field] ?? 0) + (value & 1 ? -(value >> 1) : value >> 1)
    field += 1
    value = 0
    shift = 0
  }
  return generatedLine === line && field > 0 ? originOf(now, field, column, origin) : origin
}

/** The segment that has just been read, if it begins at the column or before it. */
function originOf(
  [generatedColumn = 0, source = 0, line = 0, column = 0]: readonly number[],
  fields: number,
  wanted: number,
  before: Origin | undefined,
): Origin | undefined {
  if (generatedColumn >= wanted) return before
  return fields < 4 ? undefined : { source, line: line + 1, column: column + 1 }
}
