import { posix } from 'node:path'
import { type Declaration, type Expression, readBicep } from './read-bicep.ts'

export interface BicepFile {
  path: string
  declarations: readonly Declaration[]
}

/** Functions of Bicep that our files call: https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions */
const functions = new Set([
  ...[
    'concat',
    'deployer',
    'empty',
    'guid',
    'items',
    'json',
    'resourceGroup',
    'split',
    'string',
    'take',
    'tenant',
  ],
  ...['subscriptionResourceId', 'uniqueString', 'getSecret'],
])
const typeNames = new Set(['string', 'int', 'bool', 'object', 'array'])
const secretName = /password|token$|sharedKey|connectionString/i

export const parseFile = (path: string, text: string): BicepFile => {
  try {
    return { path, declarations: readBicep(text) }
  } catch (error) {
    throw new Error(`${path}, ${(error as Error).message}`)
  }
}

/** What would fail when the files are compiled or deployed, or shows a secret, as `path, line: what`. */
export function findBicepProblems(files: readonly BicepFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return files.flatMap((file) => [
    ...findUndeclared(file),
    ...findUnused(file),
    ...findWrongModules(file, byPath),
    ...findShownSecrets(file),
    ...findWrongResources(file),
  ])
}

const say = ({ path }: BicepFile, { line }: Declaration, what: string) => `${path}, line ${line}: ${what}`
export const isOf = (kind: Declaration['kind']) => (declaration: Declaration) => declaration.kind === kind
export const isSecure = ({ decorators }: Declaration): boolean =>
  decorators.some((each) => each.kind === 'call' && each.name === 'secure')

/** The expression and all in it, with the names that a loop around it declares. */
export function* walk(
  root: Expression,
  loops: readonly string[] = [],
): Generator<[Expression, readonly string[]]> {
  yield [root, loops]
  const inner = root.kind === 'each' ? [...loops, root.item] : loops
  for (const child of childrenOf(root)) yield* walk(child, inner)
}

function childrenOf(root: Expression): readonly Expression[] {
  if (root.kind === 'text') return root.parts.filter((part) => typeof part !== 'string')
  if (root.kind === 'member') return [root.of]
  if (root.kind === 'index') return [root.of, root.at]
  if (root.kind === 'call') return [...(root.of ? [root.of] : []), ...root.given]
  if (root.kind === 'list') return root.items
  if (root.kind === 'each') return [root.of, root.body]
  if (root.kind === 'operation') return root.operands
  // The name of a property names nothing, unless it is a text with something in it.
  if (root.kind === 'object')
    return root.properties.flatMap(({ name, value }) => (name.kind === 'text' ? [name, value] : [value]))
  return []
}

const expressionsOf = ({ type, value, kind }: Declaration): Expression[] => [
  ...(type ? [type] : []),
  ...(value && kind !== 'targetScope' ? [value] : []),
]

const declaredIn = ({ declarations }: BicepFile): Map<string, Declaration> =>
  new Map(
    declarations
      .filter(({ kind }) => kind !== 'output')
      .flatMap((each) => each.names.map((name) => [name, each])),
  )

function findUndeclared(file: BicepFile): string[] {
  const declared = declaredIn(file)
  return file.declarations.flatMap((each) =>
    expressionsOf(each).flatMap((root) =>
      [...walk(root)].flatMap(([{ ...part }, loops]) => {
        if (part.kind === 'call' && !functions.has(part.name))
          return [say(file, each, `no function ${part.name}`)]
        if (part.kind !== 'name' || declared.has(part.name) || loops.includes(part.name)) return []
        if (typeNames.has(part.name)) return []
        return [say(file, each, `${part.name} is declared nowhere`)]
      }),
    ),
  )
}

function findUnused(file: BicepFile): string[] {
  if (file.path.endsWith('.bicepparam')) return []
  const used = new Set(
    file.declarations.flatMap((each) =>
      expressionsOf(each).flatMap((root) =>
        [...walk(root)].map(([part]) => (part.kind === 'name' ? part.name : '')),
      ),
    ),
  )
  const exported = ({ decorators }: Declaration) =>
    decorators.some((one) => one.kind === 'call' && one.name === 'export')
  return file.declarations
    .filter((each) => ['param', 'var', 'type', 'import'].includes(each.kind) && !exported(each))
    .flatMap((each) =>
      each.names.filter((name) => !used.has(name)).map((name) => say(file, each, `${name} is not used`)),
    )
}

/** What is given to a file, against what it takes. */
export function findWrongGivens(target: BicepFile, given: readonly string[]): string[] {
  const params = target.declarations.filter(isOf('param'))
  const names = params.flatMap(({ names }) => names)
  const needed = params.filter(({ value }) => value === undefined).flatMap(({ names }) => names)
  return [
    ...given.filter((name) => !names.includes(name)).map((name) => `${target.path} takes no ${name}`),
    ...needed.filter((name) => !given.includes(name)).map((name) => `${target.path} needs ${name}`),
  ]
}

const keysOf = (root: Expression | undefined): string[] =>
  root?.kind === 'object' ? root.properties.map(({ name }) => textOf(name) ?? '') : []

/** The text of a plain text, or of a plain name of a property. */
export function textOf(root: Expression | undefined): string | undefined {
  if (root?.kind === 'name') return root.name
  const [only, ...more] = root?.kind === 'text' ? root.parts : []
  return typeof only === 'string' && more.length === 0 ? only : undefined
}

/** What stands at `properties.list.0.name`. */
export function findAt(root: Expression | undefined, path: string): Expression | undefined {
  return path.split('.').reduce<Expression | undefined>((here, step) => {
    if (here?.kind === 'list') return here.items[Number(step)]
    if (here?.kind === 'object') return here.properties.find(({ name }) => textOf(name) === step)?.value
    return undefined
  }, root)
}

function findWrongModules(file: BicepFile, files: ReadonlyMap<string, BicepFile>): string[] {
  const resolve = (from = '') => files.get(posix.join(posix.dirname(file.path), from))
  return file.declarations.flatMap((each) => {
    if (!['module', 'using', 'import'].includes(each.kind)) return outputProblems(file, each, resolve)
    const target = resolve(each.from)
    if (!target) return [say(file, each, `there is no file ${each.from}`)]
    if (each.kind === 'import') return []
    const given =
      each.kind === 'using'
        ? file.declarations.filter(isOf('param')).flatMap(({ names }) => names)
        : keysOf(findAt(each.value, 'params'))
    return [
      ...findWrongGivens(target, given).map((what) => say(file, each, what)),
      ...outputProblems(file, each, resolve),
    ]
  })
}

/** `module.outputs.name` that the module doesn't have. */
function outputProblems(
  file: BicepFile,
  each: Declaration,
  resolve: (from?: string) => BicepFile | undefined,
): string[] {
  const declared = declaredIn(file)
  return expressionsOf(each).flatMap((root) =>
    [...walk(root)].flatMap(([part]) => {
      if (part.kind !== 'member' || part.of.kind !== 'member' || part.of.name !== 'outputs') return []
      const of = part.of.of.kind === 'name' ? declared.get(part.of.of.name) : undefined
      const outputs = resolve(of?.from)?.declarations.filter(isOf('output')) ?? []
      if (outputs.some(({ names }) => names.includes(part.name))) return []
      return [say(file, each, `${of?.from} has no output ${part.name}`)]
    }),
  )
}

function findShownSecrets(file: BicepFile): string[] {
  const secure = new Set(file.declarations.filter(isSecure).flatMap(({ names }) => names))
  return file.declarations.flatMap((each) => {
    const problems: string[] = []
    const [name = ''] = each.names
    if (each.kind === 'param' && secretName.test(name) && !isSecure(each))
      problems.push(`${name} is not @secure()`)
    if (each.kind === 'param' && isSecure(each) && each.value) problems.push(`the secret ${name} has a value`)
    for (const root of each.kind === 'output' ? expressionsOf(each) : [])
      for (const [part] of walk(root)) {
        const shows =
          part.kind === 'name'
            ? secure.has(part.name)
            : part.kind === 'call' && /^(list|getSecret)/.test(part.name)
        if (shows) problems.push(`the output ${name} shows a secret`)
      }
    return problems.map((what) => say(file, each, what))
  })
}

/** A preview only where there is no other version. */
const previews = ['Microsoft.Insights/diagnosticSettings@2021-05-01-preview']

function findWrongResources(file: BicepFile): string[] {
  return file.declarations.filter(isOf('resource')).flatMap((each) => {
    const { from = '' } = each
    if (!/^Microsoft\.\w+(\/\w+)+@\d{4}-\d\d-\d\d(-preview)?$/.test(from))
      return [say(file, each, `${from} is no type`)]
    if (from.endsWith('-preview') && !previews.includes(from))
      return [say(file, each, `${from} is a preview`)]
    return []
  })
}
