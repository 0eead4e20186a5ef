import { readTokens, type Token } from './bicep-tokens.ts'

export type Expression =
  | { kind: 'text'; parts: readonly (string | Expression)[] }
  | { kind: 'value'; value: number | boolean | null }
  | { kind: 'name'; name: string }
  | { kind: 'member'; of: Expression; name: string }
  | { kind: 'index'; of: Expression; at: Expression }
  | { kind: 'call'; name: string; of?: Expression; given: readonly Expression[] }
  | { kind: 'list'; items: readonly Expression[] }
  | { kind: 'object'; properties: readonly { name: Expression; value: Expression }[] }
  | { kind: 'each'; item: string; of: Expression; body: Expression }
  | { kind: 'operation'; sign: string; operands: readonly Expression[] }

export interface Declaration {
  kind: 'targetScope' | 'using' | 'import' | 'param' | 'var' | 'type' | 'resource' | 'module' | 'output'
  /** Of an import: every name. */
  names: readonly string[]
  decorators: readonly Expression[]
  /** Of a param or output. */
  type?: Expression
  /** `type@version` of a resource, the path of a module, an import, or `using`. */
  from?: string
  existing?: boolean
  value?: Expression
  line: number
}

/** The declarations of a Bicep or parameters file, of the part of the language that our files use. @throws Error with the line */
export function readBicep(source: string): Declaration[] {
  const reader = makeReader(readTokens(source))
  const declarations: Declaration[] = []
  for (reader.skipLines(); !reader.is('end'); reader.skipLines()) declarations.push(reader.declaration())
  return declarations
}

function makeReader(tokens: readonly Token[]) {
  let at = 0
  const peek = (): Token => tokens[at] ?? fail('nothing follows')
  const fail = (why: string): never => {
    const { line, text } = tokens[at] ?? tokens.at(-1) ?? { line: 0, text: '' }
    throw new Error(`line ${line}: ${why} at ${text.trim() || 'the end of the line'}`)
  }
  const is = (text: string) =>
    text === 'end' ? peek().kind === 'end' : peek().kind !== 'text' && peek().text === text
  const next = (): Token => tokens[at++] ?? fail('nothing follows')
  const take = (text: string): boolean => is(text) && Boolean(next())
  const must = (text: string): void => {
    if (!take(text)) fail(`expected ${text}`)
  }
  const name = (): string => (peek().kind === 'name' ? next().text : fail('expected a name'))
  const skipLines = (): void => {
    while (peek().kind === 'line') next()
  }
  const text = (): string => {
    const read = primary()
    const [only, ...more] = read.kind === 'text' ? read.parts : []
    return typeof only === 'string' && more.length === 0 ? only : fail('expected a text')
  }

  function declaration(): Declaration {
    const decorators: Expression[] = []
    for (; take('@'); skipLines()) decorators.push(expression())
    const { line } = peek()
    const kind = name() as Declaration['kind']
    const made = { kind, decorators, line, ...rest(kind) }
    if (peek().kind !== 'line' && !is('end')) fail('expected a new line')
    return made
  }

  function rest(kind: Declaration['kind']): Omit<Declaration, 'kind' | 'decorators' | 'line'> {
    if (kind === 'targetScope') return { names: [], value: assigned() }
    if (kind === 'using') return { names: [], from: text() }
    if (kind === 'import') {
      const { items } = separated('{', '}', () => name())
      must('from')
      return { names: items, from: text() }
    }
    const names = [name()]
    if (kind === 'var') return { names, value: assigned() }
    if (kind === 'type') {
      must('=')
      return { names, value: type() }
    }
    if (kind === 'param') {
      const declared = is('=') ? undefined : type()
      return { names, ...(declared && { type: declared }), ...(is('=') && { value: assigned() }) }
    }
    if (kind === 'output') return { names, type: type(), value: assigned() }
    if (kind !== 'resource' && kind !== 'module') return fail(`${kind} is no declaration`)
    return { names, from: text(), existing: take('existing'), value: assigned() }
  }

  const assigned = (): Expression => {
    must('=')
    return expression()
  }

  /** What stands between two signs, separated by commas or lines. */
  function separated<T>(open: string, close: string, read: () => T): { items: T[] } {
    must(open)
    const items: T[] = []
    for (skipLines(); !take(close); ) {
      items.push(read())
      const comma = take(',')
      if (!comma && peek().kind !== 'line' && !is(close)) fail(`expected ${close}`)
      skipLines()
    }
    return { items }
  }

  function type(): Expression {
    let read: Expression = is('{')
      ? { kind: 'object', properties: separated('{', '}', () => property(type)).items }
      : primary()
    for (;;) {
      if (take('?')) read = { kind: 'operation', sign: '?', operands: [read] }
      else if (is('[')) {
        next()
        must(']')
        read = { kind: 'operation', sign: '[]', operands: [read] }
      } else if (take('|')) read = { kind: 'operation', sign: '|', operands: [read, type()] }
      else return read
    }
  }

  function property(read: () => Expression): { name: Expression; value: Expression } {
    const key: Expression = peek().kind === 'name' ? { kind: 'name', name: name() } : primary()
    must(':')
    return { name: key, value: read() }
  }

  function expression(): Expression {
    const condition = binary(0)
    skipBefore('?')
    if (!take('?')) return condition
    skipLines()
    const yes = expression()
    skipBefore(':')
    must(':')
    skipLines()
    return { kind: 'operation', sign: '?:', operands: [condition, yes, expression()] }
  }

  /** A condition can go on in the next line. */
  const skipBefore = (sign: string): void => {
    let ahead = at
    while (tokens[ahead]?.kind === 'line') ahead++
    if (tokens[ahead]?.kind === 'sign' && tokens[ahead]?.text === sign) at = ahead
  }

  const levels = [['??'], ['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']]

  function binary(level: number): Expression {
    const signs = levels[level]
    if (!signs) return take('!') ? { kind: 'operation', sign: '!', operands: [binary(level)] } : postfix()
    let left = binary(level + 1)
    for (let sign = signs.find(is); sign; sign = signs.find(is)) {
      next()
      left = { kind: 'operation', sign, operands: [left, binary(level + 1)] }
    }
    return left
  }

  function postfix(): Expression {
    let read = primary()
    for (;;) {
      if (take('.')) {
        const member = name()
        read = is('(')
          ? { kind: 'call', name: member, of: read, given: separated('(', ')', expression).items }
          : { kind: 'member', of: read, name: member }
      } else if (is('[')) {
        next()
        read = { kind: 'index', of: read, at: expression() }
        must(']')
      } else return read
    }
  }

  function primary(): Expression {
    const token = peek()
    if (token.kind === 'number') return { kind: 'value', value: Number(next().text) }
    if (token.kind === 'text') return { kind: 'text', parts: (next().parts ?? []).map(partOf) }
    if (is('{')) return { kind: 'object', properties: separated('{', '}', () => property(expression)).items }
    if (is('[')) return list()
    if (take('(')) {
      const inner = expression()
      must(')')
      return inner
    }
    const word = name()
    if (['true', 'false', 'null'].includes(word)) return { kind: 'value', value: JSON.parse(word) }
    return is('(')
      ? { kind: 'call', name: word, given: separated('(', ')', expression).items }
      : { kind: 'name', name: word }
  }

  const partOf = (part: string | readonly Token[]): string | Expression =>
    typeof part === 'string'
      ? part
      : makeReader([...part.filter(({ kind }) => kind !== 'end'), endToken]).whole()

  function list(): Expression {
    const begin = at
    must('[')
    skipLines()
    if (!take('for')) {
      at = begin
      return { kind: 'list', items: separated('[', ']', expression).items }
    }
    const item = name()
    must('in')
    const of = expression()
    must(':')
    const body = expression()
    skipLines()
    must(']')
    return { kind: 'each', item, of, body }
  }

  const whole = (): Expression => {
    const read = expression()
    return is('end') ? read : fail('expected }')
  }

  return { declaration, skipLines, is, whole }
}

const endToken: Token = { kind: 'end', text: '', line: 0 }
