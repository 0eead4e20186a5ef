/** One step of a path: `servicePrincipals(appId='…')` has a key, `appRoleAssignments` has none. */
export interface Step {
  name: string
  key?: { field: string; value: string }
}

export type Clause =
  | { field: string; operator: 'eq' | 'ge' | 'le' | 'gt' | 'lt'; value: string }
  | { field: string; operator: 'in'; values: readonly string[] }

export interface Target {
  steps: readonly Step[]
  select?: readonly string[]
  expand?: string
  top?: number
  skipToken?: string
  /** Every clause must hold. */
  filter: readonly Clause[]
  orderBy?: { field: string; descending: boolean }
  /** The address without `$skiptoken`, for next links. */
  address: string
}

export class BadQuery extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Microsoft's bound on the values of one `in`. */
const maxInValues = 15
const cached = new Map<string, Target>()
const keptTargets = 2_000

/** Reads a relative address such as `/servicePrincipals?$top=5`. Throws `BadQuery`. */
export function readTarget(address: string): Target {
  const known = cached.get(address)
  if (known) return known
  const target = parse(address)
  if (cached.size >= keptTargets) cached.clear()
  cached.set(address, target)
  return target
}

function parse(address: string): Target {
  const mark = address.indexOf('?')
  const path = mark < 0 ? address : address.slice(0, mark)
  const options = readOptions(mark < 0 ? '' : address.slice(mark + 1))
  const select = options
    .get('$select')
    ?.split(',')
    .map((name) => name.trim())
  const expand = options.get('$expand')
  const skipToken = options.get('$skiptoken')
  const top = readTop(options.get('$top'))
  const orderBy = readOrder(options.get('$orderby'))
  for (const name of options.keys()) if (!known.has(name)) unsupported(name)
  return {
    steps: path.split('/').filter(Boolean).map(readStep),
    filter: readFilter(options.get('$filter')),
    address: withoutSkipToken(address),
    ...(select ? { select } : {}),
    ...(expand === undefined ? {} : { expand }),
    ...(skipToken === undefined ? {} : { skipToken }),
    ...(top === undefined ? {} : { top }),
    ...(orderBy ? { orderBy } : {}),
  }
}

const known = new Set(['$select', '$expand', '$skiptoken', '$top', '$orderby', '$filter'])

function unsupported(what: string): never {
  throw new BadQuery('Request_UnsupportedQuery', `Unsupported or invalid query: ${what}.`)
}

/** Names are found with and without the dollar sign, values with `+` or `%20` for spaces. */
function readOptions(query: string): Map<string, string> {
  const options = new Map<string, string>()
  for (const pair of query.split('&').filter(Boolean)) {
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals)).toLowerCase()
    // What begins without a dollar sign and is no option is the caller's own: Graph ignores it.
    if (!name.startsWith('$') && !known.has(`$${name}`)) continue
    options.set(name.startsWith('$') ? name : `$${name}`, decode(equals < 0 ? '' : pair.slice(equals + 1)))
  }
  return options
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new BadQuery('BadRequest', 'The address is not well encoded.')
  }
}

function readTop(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const top = Number(text)
  if (Number.isInteger(top) && top >= 1 && top <= 999) return top
  throw new BadQuery(
    'Request_BadRequest',
    `Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`,
  )
}

const orderShape = /^(\w+)(?: (asc|desc))?$/

/** By one property of the audit log; Graph sorts nothing else here. */
function readOrder(text: string | undefined): Target['orderBy'] {
  if (text === undefined) return undefined
  const [, field, way] = orderShape.exec(text.trim()) ?? []
  return field === 'activityDateTime' ? { field, descending: way === 'desc' } : unsupported('$orderby')
}

const keyShape = /^([\w.$]+)\((\w+)='((?:[^']|'')*)'\)$/

function readStep(text: string): Step {
  const step = decode(text)
  const keyed = keyShape.exec(step)
  if (!keyed) return { name: step }
  return { name: keyed[1] ?? '', key: { field: keyed[2] ?? '', value: unquote(keyed[3] ?? '') } }
}

const unquote = (text: string): string => text.replaceAll("''", "'")

const eqShape = /^([\w/]+) (eq|ge|le|gt|lt) (?:'((?:[^']|'')*)'|([\w:.+-]+))$/
const inShape = /^([\w/]+) in \((.*)\)$/
const anyShape = /^(\w+)\/any\((\w+):\s*\2\/(\w+) eq '((?:[^']|'')*)'\)$/
/** Of a list of plain values. */
const anyValueShape = /^(\w+)\/any\((\w+):\s*\2 eq '((?:[^']|'')*)'\)$/

function readFilter(text: string | undefined): Clause[] {
  if (text === undefined) return []
  return text.split(/ and (?=(?:[^']*'[^']*')*[^']*$)/).map((part) => readClause(part.trim()))
}

function readClause(text: string): Clause {
  const eq = eqShape.exec(text)
  if (eq) {
    const operator = eq[2] as 'eq' | 'ge' | 'le' | 'gt' | 'lt'
    return { field: eq[1] ?? '', operator, value: unquote(eq[3] ?? eq[4] ?? '') }
  }
  const anyValue = anyValueShape.exec(text)
  if (anyValue) return { field: `${anyValue[1]}/any`, operator: 'eq', value: unquote(anyValue[3] ?? '') }
  const any = anyShape.exec(text)
  if (any) return { field: `${any[1]}/${any[3]}`, operator: 'eq', value: unquote(any[4] ?? '') }
  const list = inShape.exec(text)
  if (!list) return unsupported(`filter '${text}'`)
  const values = [...(list[2] ?? '').matchAll(/'((?:[^']|'')*)'/g)].map((match) => unquote(match[1] ?? ''))
  if (values.length <= maxInValues) return { field: list[1] ?? '', operator: 'in', values }
  const words = `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}.`
  throw new BadQuery('Request_UnsupportedQuery', `${words} Max allowed: ${maxInValues}.`)
}

function withoutSkipToken(address: string): string {
  const [path, query] = address.split('?')
  const kept = (query ?? '').split('&').filter((pair) => pair !== '' && !/^(\$|%24)skiptoken=/i.test(pair))
  return kept.length === 0 ? (path ?? '') : `${path}?${kept.join('&')}`
}

/** The one value, or the values, a list is narrowed to by this field. */
export function valuesOf(target: Target, field: string): readonly string[] | undefined {
  const clause = target.filter.find((one) => one.field === field)
  if (!clause) return undefined
  return clause.operator === 'in' ? clause.values : [clause.value]
}
