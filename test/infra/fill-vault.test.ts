import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '#platform/config/read-config.ts'
import { buildImage } from '../../infra/registry-image.ts'
import { fillVault, handOn } from '../../infra/vault-secrets.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { readOptions } from '../../scripts/setup/options.ts'
import { parseFile, walk } from '../support/check-bicep.ts'
import { complete } from '../support/complete-environment.ts'
import { makeCertificate } from '../support/make-certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-fill-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const { certificate, key } = makeCertificate('reader')
const environment = {
  READER_CERTIFICATE_FILE: file('certificate.pem', certificate),
  READER_KEY_FILE: file('key.pem', key),
  READER_ID: complete.READER_ID,
  SET_CLIENT_IDS: complete.SET_CLIENT_IDS,
  ROLE_APPROVERS: `${complete.ROLE_APPROVERS},group:${complete.READER_ID}`,
}

/** What the Azure CLI answers about one vault. */
function makeAzure(secrets: Record<string, string> = {}) {
  const said: string[][] = []
  const modes: number[] = []
  const azure = async (words: string[]): Promise<string> => {
    said.push(words)
    const after = (flag: string) => words[words.indexOf(flag) + 1] ?? ''
    if (words[2] === 'list') return JSON.stringify(Object.keys(secrets))
    const from = after('--file')
    modes.push(statSync(from).mode & 0o777)
    secrets[after('--name')] = readFileSync(from, 'utf8')
    return JSON.stringify('https://v.vault.azure.net/secrets/x')
  }
  return { azure, secrets, said, modes }
}
const target = {
  vault: 'v',
  databaseServer: 'grantkeeper-x',
  identity: complete.BOT_ID,
  publicUrl: 'https://grantkeeper.example',
  environment,
}

describe('an empty vault', () => {
  it('gets every secret that the container app asks for, of which the program takes each', async () => {
    const { azure, secrets } = makeAzure()
    const names = await fillVault(target, azure)
    const app = parseFile(
      'app',
      readFileSync(join(import.meta.dirname, '../../infra/modules/app.bicep'), 'utf8'),
    )
    const asked = app.declarations.find(({ names: [name] }) => name === 'fileSecrets')?.value
    const texts = asked ? [...walk(asked)].flatMap(([part]) => (part.kind === 'text' ? part.parts : [])) : []
    const mounted = texts.filter((name) => !/^(bot-|webhooks)/.test(String(name)))
    expect(mounted).toContain('reader-key')
    expect(names.sort()).toEqual([...mounted, 'database-password', 'database-url'].sort())
    const mount = (name: string) => file(name, secrets[name] ?? '')
    const config = readConfig({
      ...complete,
      BOT_SECRET: undefined,
      BOT_MANAGED_IDENTITY: 'on',
      READER_SECRET: undefined,
      READER_CERTIFICATE_FILE: mount('reader-certificate'),
      READER_KEY_FILE: mount('reader-key'),
      LINK_SECRET_FILE: mount('link-secret'),
      AUDIT_KEY_FILE: mount('audit-key'),
      METRICS_TOKEN_FILE: mount('metrics-token'),
      DATABASE_URL: secrets['database-url'],
    })
    const { username, password, hostname, searchParams } = new URL(config.database)
    expect([username, hostname]).toEqual(['grantkeeper', 'grantkeeper-x.postgres.database.azure.com'])
    expect(password).toBe(secrets['database-password'])
    expect(searchParams.get('sslmode')).toBe('verify-full')
  })

  it('gets them by files of this person alone, which are gone afterward, and never as words of a command', async () => {
    const { azure, secrets, said, modes } = makeAzure()
    await fillVault(target, azure)
    expect(new Set(modes)).toEqual(new Set([0o600]))
    for (const text of Object.values(secrets)) expect(said.flat()).not.toContain(text)
    const files = said.flatMap((words) =>
      words.includes('--file') ? [words[words.indexOf('--file') + 1] ?? ''] : [],
    )
    for (const path of files) expect(() => statSync(path)).toThrow('ENOENT')
  })

  it('gets nothing as long as .env lacks something, which is said with the command that makes it', async () => {
    const { azure, secrets } = makeAzure()
    const { READER_CERTIFICATE_FILE: _, ROLE_APPROVERS: __, ...rest } = environment
    await expect(fillVault({ ...target, environment: rest }, azure)).rejects.toThrow(
      `.env lacks READER_CERTIFICATE_FILE, ROLE_APPROVERS. Run this, and then the same again: npm run setup -- --managed-identity ${complete.BOT_ID} --public-url https://grantkeeper.example`,
    )
    await expect(fillVault({ ...target, environment: {} }, azure)).rejects.toThrow(
      'READER_KEY_FILE, READER_ID',
    )
    expect(secrets).toEqual({})
  })

  it('leads to flags that setup has', () => {
    for (const flag of ['managed-identity', 'public-url'])
      expect(
        readOptions([`--${flag}`, flag === 'public-url' ? target.publicUrl : target.identity]),
      ).toBeDefined()
  })

  it('is followed by a deployment that gets the rest from .env, as the toolkit reads it', () => {
    // How the toolkit finds them: parseSetOutputCommand of @microsoft/m365agentstoolkit-cli 1.1.17.
    const form = /::(set-teamsfx-env|set-output)\s+(\w+)=((["'])(.*?)\4|[^"'\s]+)/g
    const said = handOn({ ...environment, SET_CLIENT_IDS: 'a=1, b=2' }).map(
      (each) => `::set-teamsfx-env ${each}`,
    )
    const read = [...said.join('\n').matchAll(form)].map(([, , name, bare, , quoted]) => [
      name,
      quoted ?? bare,
    ])
    expect(Object.fromEntries(read)).toEqual({
      READER_ID: environment.READER_ID,
      SET_CLIENT_IDS: 'a=1, b=2',
      ROLE_APPROVERS: environment.ROLE_APPROVERS,
    })
  })
})

describe('a vault with secrets', () => {
  it('keeps them all, and gets what is missing', async () => {
    const { azure, secrets } = makeAzure()
    await fillVault(target, azure)
    const before = { ...secrets }
    expect(await fillVault(target, azure)).toEqual([])
    expect(secrets).toEqual(before)
    delete secrets['link-secret']
    const { READER_KEY_FILE: _, ...rest } = environment
    expect(await fillVault({ ...target, environment: rest }, azure)).toEqual(['link-secret'])
  })

  it('gets a new password together with the URL that contains it', async () => {
    const { azure, secrets } = makeAzure()
    await fillVault(target, azure)
    const before = secrets['database-password']
    delete secrets['database-url']
    expect((await fillVault(target, azure)).sort()).toEqual(['database-password', 'database-url'])
    expect(secrets['database-password']).not.toBe(before)
    expect(secrets['database-url']).toContain(secrets['database-password'])
  })
})

describe('the image', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  it('is built under the version of the program and named by its digest', async () => {
    const said: string[][] = []
    const azure = async (words: string[]) => {
      said.push(words)
      return words[1] === 'build' ? '' : JSON.stringify({ digest })
    }
    expect(await buildImage('r', 'r.azurecr.io', azure)).toBe(`r.azurecr.io/grantkeeper@${digest}`)
    expect(said[0]).toContain(`grantkeeper:${packageJson.version}`)
  })

  it('without a digest is no image', async () => {
    await expect(buildImage('r', 'r.azurecr.io', async () => '{"digest":"latest"}')).rejects.toThrow('digest')
  })
})
