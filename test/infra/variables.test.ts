import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { secret } from '#platform/config/fields.ts'
import { variables } from '#platform/config/variables.ts'
import { packageVariables } from '../../scripts/app-package.ts'
import { findAt, parseFile, textOf, walk } from '../support/check-bicep.ts'
import type { Expression } from '../support/read-bicep.ts'
import { readSources } from '../support/sources.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const isRead = (name: string): boolean => Object.hasOwn(variables, name)
const sample = Object.keys(parseEnv(read('.env.sample')))

/** Variables that the container app doesn't get, and why. */
const notInInfra: Readonly<Record<string, string>> = {
  BOT_SECRET: 'the bot is the managed identity, or has a certificate from the vault',
  BOT_SECRET_FILE: 'the same',
  BOT_FEDERATED_TOKEN_FILE: 'Container Apps writes no such file; on AKS with workload identity there is one',
  READER_FEDERATED_TOKEN_FILE: 'the same',
  READER_SECRET: 'the reader has a certificate from the vault',
  READER_SECRET_FILE: 'the same',
  METRICS_TOKEN: 'a secret: METRICS_TOKEN_FILE',
  AUDIT_KEY: 'a secret: AUDIT_KEY_FILE',
  AUDIT_ANCHOR_FILE: 'no disk of its own; AUDIT_ANCHOR_URL',
  DATABASE_FILE: 'no disk of its own; DATABASE_URL',
  CATALOG_FILE: 'a file in an image of your own, whose Dockerfile sets it',
  BOT_AUTH: 'off is for an emulator on loopback only',
  SYNC_SECONDS: 'the same',
  LOGIN_BASE_URL: 'the names of the private zones are those of the public cloud, and so is the default',
  GRAPH_BASE_URL: 'the same',
  SERVICE_HOSTS: 'the same',
  CHANNEL_METADATA_URL: 'the same',
  CHANNEL_ISSUER: 'the same',
}

/** `{ name: 'X', value: … }` anywhere in the template of the app. */
function* namedIn(path: string): Generator<[name: string, of: Expression]> {
  for (const { value } of parseFile(path, read(path)).declarations)
    for (const [part] of value ? walk(value) : []) {
      const name = textOf(findAt(part, 'name'))
      if (part.kind === 'object' && /^[A-Z][A-Z_]+$/.test(name ?? '')) yield [name ?? '', part]
    }
}

const wired = new Map(namedIn('infra/modules/app.bicep'))
const settings = parseFile('settings.bicep', read('infra/modules/settings.bicep')).declarations[0]?.value
const choices = settings?.kind === 'object' ? settings.properties.map(({ name }) => textOf(name) ?? '') : []

describe('a variable that the program reads', () => {
  it.each(Object.keys(variables))(
    '%s is explained, and reaches the container app or there is a reason why not',
    (name) => {
      expect(sample).toContain(name)
      const ways = [wired.has(name), choices.includes(name), Object.hasOwn(notInInfra, name)].filter(Boolean)
      expect(ways, `${name}: add it to infra/modules/settings.bicep, or to the reasons here`).toEqual([true])
    },
  )

  it('is no secret where it can be typed or read', () => {
    const secrets = Object.entries(variables).filter(
      ([name, form]) => form === secret || /^AUDIT_KEY$|^DATABASE_URL$/.test(name),
    )
    expect(secrets.map(([name]) => name)).toEqual(
      expect.arrayContaining(['BOT_SECRET', 'METRICS_TOKEN', 'DATABASE_URL']),
    )
    for (const [name] of secrets) {
      expect(choices).not.toContain(name)
      expect(findAt(wired.get(name), 'value'), name).toBeUndefined()
    }
  })
})

describe('a variable that is set', () => {
  it('in the container app is one that the program reads', () => {
    expect([...wired.keys(), ...choices].filter((name) => !isRead(name))).toEqual([])
    expect(Object.keys(notInInfra).filter((name) => !isRead(name))).toEqual([])
  })

  it('in the examples is one of the settings', () => {
    const example = parseFile('main', read('infra/main.example.bicepparam')).declarations
    const set = example.find(({ names }) => names[0] === 'settings')?.value
    const toolkit = JSON.parse(read('infra/main.parameters.json')).parameters.settings.value
    const names = set?.kind === 'object' ? set.properties.map(({ name }) => textOf(name)) : []
    expect(names.length).toBeGreaterThan(0)
    for (const name of [...names, ...Object.keys(toolkit)]) expect(choices).toContain(name)
  })

  it('in the image is one that the program reads, or NODE_ENV', () => {
    const file = read('Dockerfile')
    const set = [...file.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) =>
      [...line.matchAll(/(\w+)=/g)].map(([, name]) => name),
    )
    const asked = [...file.matchAll(/process\.env\.(\w+)/g)].map(([, name]) => name)
    expect(set).toContain('HOST')
    expect([...set, ...asked].filter((name = '') => !isRead(name))).toEqual(['NODE_ENV'])
  })

  it('in compose.yaml for the bot is one that the program reads; the others are those of its first lines', () => {
    const text = read('compose.yaml')
    const instance = parse(text)['x-instance']
    expect(Object.keys(instance.environment).filter((name) => !isRead(name))).toEqual([])
    const own = new Set([...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name))
    const header = text.slice(0, text.indexOf('\nx-instance'))
    for (const name of own) expect(header, name).toContain(name)
    for (const [, name = ''] of header.matchAll(/\b([A-Z]+_[A-Z_]+)\b/g))
      expect(own.has(name) || isRead(name), name).toBe(true)
  })

  it('in the environments of the toolkit is read by the program, for the package, by the toolkit, or by its steps', () => {
    const toolkit = ['TEAMSFX_ENV', 'APP_NAME_SUFFIX', 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME']
    const steps = [...readSources('.', /^m365agents.*\.yml$/), ...readSources('infra', /\.parameters\.json$/)]
    for (const { path, text } of readSources('env', /^\.env\.\w+$/))
      for (const name of Object.keys(parseEnv(text))) {
        const known = isRead(name) || Object.hasOwn(packageVariables, name) || toolkit.includes(name)
        expect(known || steps.some((step) => step.text.includes(`\${{${name}}}`)), `${path}: ${name}`).toBe(
          true,
        )
      }
  })
})

/** What tools of this repository and programs around them read. */
const ofTheMachine = ['PATH', 'HOME', 'CHROMIUM', 'CI', 'PROPERTY_RUNS']

it('no file reads a variable by another way', () => {
  const places = ['bot', 'cards', 'scripts', 'infra', 'demo', 'emulator'].flatMap((place) =>
    readSources(place, /\.(ts|cjs)$/),
  )
  const names = places.flatMap(({ text }) =>
    [...text.matchAll(/\bprocess\.env\.([A-Z_]+)/g)].map(([, name = '']) => name),
  )
  expect(names).toContain('DATABASE_URL')
  expect(names.filter((name) => !isRead(name) && !ofTheMachine.includes(name))).toEqual([])
})
