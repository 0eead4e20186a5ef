/** Makes a part of a card from the data of its place; undefined or null where the data leave a hole. */
export type Fill = (data: object) => unknown

/**
 * A layout as a function, which costs a tenth of what the library's expansion does; undefined if the layout has more than
 * fields and lists (`$data`). What a layout means is for the library to say: a test holds the two against each other.
 */
export function compileLayout(layout: object): Fill | undefined {
  try {
    return compile(layout)
  } catch (error) {
    if (error instanceof UnknownPartError) return undefined
    throw error
  }
}

class UnknownPartError extends Error {}

function compile(node: unknown): Fill {
  if (typeof node === 'string') return compileText(node)
  if (typeof node !== 'object' || node === null) return () => node
  if (Array.isArray(node)) return compileList(node)
  const { $data, ...properties } = node as Record<string, unknown>
  const fill = compileObject(properties)
  return $data === undefined ? fill : repeat(compile($data), fill)
}

const field = /\$\{([A-Za-z_]\w*)\}/

/** One field keeps the type of its value; fields among words make a text. */
function compileText(text: string): Fill {
  if (!text.includes('${')) return () => text
  // Words and names take turns.
  const parts = text.split(field)
  const words = parts.filter((_, at) => at % 2 === 0)
  if (words.some((each) => /[$`\\{}]/.test(each))) throw new UnknownPartError()
  const [first = '', ...others] = words
  const fields = others.map((after, at) => ({ get: getterOf(parts[2 * at + 1] ?? ''), after }))
  const [only] = fields
  if (only && words.every((each) => each === '') && fields.length === 1) return only.get
  return (data) => {
    let filled = first
    for (const { get, after } of fields) {
      const value = get(data)
      if (value === undefined || value === null) return undefined
      filled += `${value}${after}`
    }
    return filled
  }
}

/** For the library, these are no fields. */
const literals: ReadonlySet<string> = new Set(['true', 'false', 'null', 'undefined'])

function getterOf(name: string): Fill {
  // The data have no field that every object inherits.
  if (literals.has(name) || name in Object.prototype) throw new UnknownPartError()
  return (data) => data[name as keyof typeof data]
}

/** Rows take the place of the list that they stand in. */
function compileList(nodes: readonly unknown[]): Fill {
  const fills = nodes.map(compile)
  return (data) => {
    const list: unknown[] = []
    for (const fill of fills) {
      const value = fill(data)
      if (Array.isArray(value)) for (const each of value) list.push(each)
      else if (value !== null) list.push(value)
    }
    return list
  }
}

function compileObject(properties: Readonly<Record<string, unknown>>): Fill {
  const fills = Object.entries(properties).map(([key, node]) => {
    // Conditions, for example.
    if (key.startsWith('$')) throw new UnknownPartError()
    return { key, fill: compile(node) }
  })
  return (data) => {
    const made: Record<string, unknown> = {}
    for (const { key, fill } of fills) made[key] = fill(data)
    return made
  }
}

/** No row is null, one stands by itself, several are a list. */
function repeat(getRows: Fill, fill: Fill): Fill {
  return (data) => {
    const rows = getRows(data)
    if (!Array.isArray(rows)) return isRow(rows) ? fill(rows) : undefined
    if (!rows.every(isRow)) return undefined
    if (rows.length > 1) return rows.map((row) => fill(row))
    const [row] = rows
    return row === undefined ? null : fill(row)
  }
}

const isRow = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
