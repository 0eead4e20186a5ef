import { describe, expect, it } from 'vitest'
import {
  type BicepFile,
  findAt,
  findBicepProblems,
  findWrongGivens,
  isOf,
  parseFile,
  textOf,
} from '../support/check-bicep.ts'
import { type Expression, readBicep } from '../support/read-bicep.ts'
import { readSources } from '../support/sources.ts'

const files = readSources('infra', /\.(bicep|bicepparam)$/).map(({ path, text }) => parseFile(path, text))
const fileOf = (path: string): BicepFile => {
  const found = files.find((file) => file.path === `infra/${path}`)
  if (!found) throw new Error(`no ${path}`)
  return found
}
const resourceOf = (path: string, name: string): Expression | undefined =>
  fileOf(path).declarations.find(({ kind, names }) => kind === 'resource' && names[0] === name)?.value
const valueAt = (root: Expression | undefined, path: string) => {
  const found = findAt(root, path)
  return found?.kind === 'value' ? found.value : textOf(found)
}
const problemsOf = (text: string, others: Record<string, string> = {}): string[] =>
  findBicepProblems(
    [['infra/here.bicep', text], ...Object.entries(others)].map(([path = '', each = '']) =>
      parseFile(path, each),
    ),
  )

describe('the templates', () => {
  it('are wired: every name is declared and used, every module gets what it needs, no secret is shown', () => {
    expect(files.length).toBeGreaterThan(10)
    expect(findBicepProblems(files)).toEqual([])
  })

  it('each say in their first line what they are for', () => {
    for (const { path, text } of readSources('infra', /\.bicep(param)?$/))
      expect(text, path).toMatch(/^\/\/ [A-Z].{30,}/)
  })

  it.each(['foundation', 'main'])('get all they need from the parameters of the toolkit: %s', (name) => {
    const [{ text = '' } = {}] = readSources('infra', new RegExp(`^${name}\\.parameters\\.json$`))
    expect(findWrongGivens(fileOf(`${name}.bicep`), Object.keys(JSON.parse(text).parameters))).toEqual([])
  })
})

describe('what the checks see', () => {
  const module = `param name string\nparam size int = 1\noutput id string = '\${name}\${size}'`
  it.each<[string, string, string]>([
    ['a name that is declared nowhere', 'output a string = b', 'line 1: b is declared nowhere'],
    ['a parameter that nothing uses', 'param a string', 'line 1: a is not used'],
    ['a function that there is not', "output a string = concatt('x')", 'no function concatt'],
    ['a file that there is not', "module m 'no.bicep' = {\n  params: {}\n}", 'there is no file no.bicep'],
    ['a module without what it needs', "module m 'm.bicep' = {\n  params: {}\n}", 'infra/m.bicep needs name'],
    [
      'a module with too much',
      "module m 'm.bicep' = {\n  params: { name: 'a', b: 1 }\n}",
      'infra/m.bicep takes no b',
    ],
    [
      'an output that there is not',
      "module m 'm.bicep' = {\n  params: { name: 'a' }\n}\noutput a string = m.outputs.key",
      'm.bicep has no output key',
    ],
    [
      'a secret that is not marked',
      'param adminPassword string\nvar a = adminPassword\noutput b string = a',
      'adminPassword is not @secure()',
    ],
    [
      'a secret in an output',
      '@secure()\nparam a string\noutput b string = a',
      'the output b shows a secret',
    ],
    [
      'a secret with a value',
      "@secure()\nparam a string = 'x'\nvar b = a\noutput c string = b",
      'the secret a has a value',
    ],
    ['a resource without a version', "resource a 'Microsoft.App/jobs' = {}", 'Microsoft.App/jobs is no type'],
    ['a preview', "resource a 'Microsoft.App/jobs@2025-10-02-preview' = {}", 'is a preview'],
  ])('%s', (_name, text, problem) => {
    expect(problemsOf(text, { 'infra/m.bicep': module })).toEqual([expect.stringContaining(problem)])
  })

  it.each([
    ["var a = 'b", 'line 1: the text has no end'],
    ["var a = 'b${c'", 'line 1: ${ has no end'],
    ['var a = {\n  b: 1 c: 2\n}', 'line 2: expected } at c'],
    ['var a = [1 2]', 'line 1: expected ] at 2'],
    ['var a = 1 var b = 2', 'line 1: expected a new line at var'],
    ['thing a = 1', 'thing is no declaration'],
    ['var a ~ 1', '~ is no Bicep'],
  ])('what is no Bicep: %s', (text, problem) => {
    expect(() => readBicep(text)).toThrow(problem)
  })
})

describe('the container app', () => {
  const app = resourceOf('modules/app.bicep', 'app')
  const template = 'properties.template'

  it('is asked for its health where the bot answers, and restarted only if it does not answer', () => {
    const probes = ['0', '1', '2'].map((at) => `${template}.containers.0.probes.${at}`)
    expect(
      probes.map((probe) => [valueAt(app, `${probe}.type`), valueAt(app, `${probe}.httpGet.path`)]),
    ).toEqual([
      ['Startup', '/healthz'],
      ['Liveness', '/healthz'],
      ['Readiness', '/readyz'],
    ])
  })

  it('has longer to end than the bot takes, and always at least one replica', () => {
    // bot/app/lifecycle.ts: 20 s.
    expect(valueAt(app, `${template}.terminationGracePeriodSeconds`)).toBeGreaterThan(20)
    const replicas = fileOf('main.bicep').declarations.find(({ names }) => names[0] === 'minReplicas')
    const least = replicas?.decorators.find((each) => each.kind === 'call' && each.name === 'minValue')
    expect(least?.kind === 'call' && least.given).toEqual([{ kind: 'value', value: 1 }])
  })

  it('is not public itself, and speaks no plain HTTP', () => {
    expect(valueAt(app, 'properties.configuration.ingress.external')).toBe(false)
    expect(valueAt(app, 'properties.configuration.ingress.allowInsecure')).toBe(false)
  })

  it('has its secrets from the vault alone', () => {
    const secrets = findAt(app, 'properties.configuration.secrets')
    const names = secrets?.kind === 'each' && secrets.body.kind === 'object' ? secrets.body.properties : []
    expect(names.map(({ name }) => textOf(name))).toEqual(['name', 'keyVaultUrl', 'identity'])
  })
})

it('only the paths that somebody outside needs are public: all but health and metrics', () => {
  const routes = fileOf('modules/routes.bicep').declarations.find(
    ({ names }) => names[0] === 'publicPaths',
  )?.value
  const open = routes?.kind === 'list' ? routes.items.map(textOf) : []
  // Also where a path is a constant or one of a list: every path that a file with routes names.
  const served = readSources('bot/edge', /\.ts$/)
    .filter(({ text }) => /\bserver\.(?:get|post|put|patch|del|opts)\(/.test(text))
    .flatMap(({ text }) => [...text.matchAll(/'(\/[\w.-]+)(?:\/[^'\s]*)?'/g)].map(([, path = '']) => path))
  const inside = ['/healthz', '/readyz', '/metrics']
  expect(new Set(served)).toEqual(new Set([...open, ...inside]))
  expect(open.filter((path) => inside.includes(path ?? ''))).toEqual([])
  const said = readSources('docs', /^deploying\.md$/)[0]
    ?.text.split('\n')
    .find((line) => line.startsWith('- **Public**'))
  for (const path of open) expect(said).toContain(`\`${path}\``)
})

describe('the vault', () => {
  const vault = resourceOf('modules/vault.bicep', 'vault')
  it('keeps what is deleted, gives by role, and is closed from outside unless an address is named', () => {
    for (const name of ['enablePurgeProtection', 'enableSoftDelete', 'enableRbacAuthorization'])
      expect(valueAt(vault, `properties.${name}`), name).toBe(true)
    expect(valueAt(vault, 'properties.networkAcls.defaultAction')).toBe('Deny')
    const address = fileOf('foundation.bicep').declarations.find(
      ({ names }) => names[0] === 'operatorAddress',
    )
    expect(textOf(address?.value)).toBe('none')
  })
})

describe('the database', () => {
  it('is in the virtual network, and takes encrypted connections only', () => {
    const server = resourceOf('modules/database.bicep', 'server')
    expect(findAt(server, 'properties.network.delegatedSubnetResourceId')).toBeDefined()
    const rules = files.flatMap(({ declarations }) => declarations).filter(isOf('resource'))
    expect(rules.filter(({ from }) => from?.includes('/firewallRules'))).toEqual([])
    const encrypted = resourceOf('modules/database.bicep', 'encrypted')
    expect([valueAt(encrypted, 'name'), valueAt(encrypted, 'properties.value')]).toEqual([
      'require_secure_transport',
      'on',
    ])
  })
})
