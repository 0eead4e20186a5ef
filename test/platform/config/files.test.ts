import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { CredentialError } from '#platform/config/credential.ts'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { ConfigError, type Problem } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { reloadCredential } from '#platform/config/reload-credential.ts'
import { complete, id } from '../../support/complete-environment.ts'
import { makeCertificate } from '../../support/make-certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-'))
const clock = () => new Date('2026-11-30')
let files = 0
function file(content: string | Uint8Array): string {
  const path = join(folder, `file-${files++}`)
  writeFileSync(path, content)
  return path
}
const utf16 = (text: string, mark = true) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
const bigEndian = (text: string) => utf16(text).swap16()

function problemsOf(change: Record<string, string | undefined>): readonly Problem[] {
  try {
    readConfig({ ...complete, ...change })
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
const inFile = (content: string | Uint8Array) =>
  problemsOf({ READER_SECRET: undefined, READER_SECRET_FILE: file(content) })

const value = 'Xk8Q~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const noSecrets: [name: string, text: string, words: string][] = [
  ['the ID of a secret', id(9), 'the ID of the secret'],
  ['the ID in upper case', id(9).toUpperCase(), 'the ID of the secret'],
  ['an assignment', `READER_SECRET=${value}`, 'NAME=value'],
  ['an assignment of a shell', `export READER_SECRET=${value}`, 'NAME=value'],
  ['an assignment of PowerShell', `$env:READER_SECRET = ${value}`, 'NAME=value'],
  ['an assignment in lower case', `password=${value}`, 'NAME=value'],
  ['an object', `{"password":"${value}"}`, 'JSON'],
  ['a list', `["${value}"]`, 'JSON'],
  ['double quotes', `"${value}"`, 'quotes'],
  ['single quotes', `'${value}'`, 'quotes'],
  ['printed quotes', `“${value}”`, 'quotes'],
  ['a quote at its end', `${value}"`, 'quotes'],
  ['a placeholder', '<your secret>', 'placeholder'],
  ['a key', '-----BEGIN PRIVATE KEY-----\nx', 'name that file'],
  [
    'a reference to a vault',
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s/)',
    'Key Vault',
  ],
  ['an address', 'https://v.vault.azure.net/secrets/s', 'URL'],
  ['an address of a vault', 'op://vault/item/secret', 'URL'],
  ['a variable of a shell', '${READER_SECRET}', 'nothing replaced'],
  ['a variable of Windows', '%READER_SECRET%', 'nothing replaced'],
  ['what a template made of nothing', 'null', 'no value'],
  ['the hidden form of the portal', 'Xk8******************', 'hidden'],
  ['the path of a file', '/run/secrets/reader', 'path'],
  ['the path of a file of Windows', 'C:\\secrets\\reader.txt', 'path'],
  ['two words', 'two words', 'space'],
  ['two lines', `${value}\n${value}`, 'space'],
  ['a sign that shows nothing', `Xk8Q\u200b${value}`, 'sign'],
  ['a letter that is not ASCII', `Xk8Q\u0430${value}`, 'sign'],
]

describe('what is no secret', () => {
  it.each(noSecrets)(
    'is refused in a variable and in a file with the same words: %s',
    (_name, text, words) => {
      const [variable, ...more] = problemsOf({ READER_SECRET: text })
      expect(more).toEqual([])
      expect(variable?.text).toContain(words)
      expect(inFile(`${text}\r\n`)).toEqual([{ variable: 'READER_SECRET_FILE', text: variable?.text }])
      expect(inFile(`\ufeff${text}`)).toEqual([{ variable: 'READER_SECRET_FILE', text: variable?.text }])
      expect(problemsOf({ BOT_SECRET: undefined, BOT_SECRET_FILE: file(text) })[0]?.text).toBe(variable?.text)
      expect(variable?.text).not.toContain(value)
    },
  )

  it.each([
    ['UTF-16', utf16(value)],
    ['UTF-16 without a mark', utf16(value, false)],
    ['UTF-16 with its bytes swapped', bigEndian(value)],
    ['another code page', Buffer.from([...Buffer.from(value), 0xe4])],
  ])('nor is a file in %s', (_name, bytes) => {
    expect(inFile(bytes)).toEqual([
      { variable: 'READER_SECRET_FILE', text: expect.stringContaining('UTF-8') },
    ])
  })

  it('nor an empty file', () => {
    expect(inFile('\n')[0]?.text).toContain('no secret')
  })

  it.each(['', '\n', '\r\n'])('but a byte order mark and an end of line (%j) are no part of one', (end) => {
    const config = readConfig({
      ...complete,
      READER_SECRET: undefined,
      READER_SECRET_FILE: file(`\ufeff${value}${end}`),
    })
    expect(config.reader.credential).toMatchObject({ secret: value })
  })

  it('nor is base64, which ends in =', () => {
    expect(problemsOf({ READER_SECRET: 'c2VjcmV0LXZhbHVlLW9mLXRoZS1yZWFkZXI==' })).toEqual([])
  })

  it('a later file that is wrong leaves the good one in use', () => {
    const path = file(value)
    const config = readConfig({ ...complete, READER_SECRET: undefined, READER_SECRET_FILE: path })
    const broken: string[] = []
    const readFile = (name: string) => readFileSync(name, 'utf8')
    const read = reloadCredential(config.reader.credential, {
      clock,
      readFile,
      onBroken: ({ text }) => void broken.push(text),
    })
    for (const text of [id(9), `READER_SECRET=${value}`]) {
      writeFileSync(path, text)
      expect(read()).toMatchObject({ secret: value })
    }
    expect(broken).toEqual([
      expect.stringContaining('ID of the secret'),
      expect.stringContaining('NAME=value'),
    ])
  })
})

describe('other files are refused for the same', () => {
  const key = 'Nq4~r8.xZ2-kP7_wV5vB1nM9cL3jH6gF'
  const wrong: [string, string | Uint8Array][] = [
    ['a GUID', id(9)],
    ['an assignment', `SOME_KEY=${key}`],
    ['an object', `{"key":"${key}"}`],
    ['quotes', `"${key}"`],
    ['UTF-16', utf16(key)],
    ['signs that show nothing', `${'\u200b'.repeat(40)}`],
  ]
  it.each(wrong)('%s as a key', (_name, content) => {
    for (const variable of ['LINK_SECRET_FILE', 'AUDIT_KEY_FILE', 'METRICS_TOKEN_FILE'])
      expect(problemsOf({ [variable]: file(content) }).map((each) => each.variable)).toEqual([variable])
  })
  it.each(wrong)('%s as a token', (_name, content) => {
    const change = {
      READER_SECRET: undefined,
      READER_FEDERATED_TOKEN_FILE: file(content),
      LINK_SECRET_FILE: file(key),
    }
    expect(problemsOf(change).map((each) => each.variable)).toEqual(['READER_FEDERATED_TOKEN_FILE'])
  })
  it('UTF-16 as the catalog', async () => {
    await expect(loadCatalog(file(utf16('{}')))).rejects.toThrow('UTF-8')
  })
})

describe('a certificate', () => {
  const far = new Date('2099-12-31')
  const good = makeCertificate('good')
  const certificates: [
    name: string,
    pair: { certificate: string | Uint8Array; key: string | Uint8Array },
    part: string,
    words: string,
  ][] = [
    [
      'a short RSA key',
      makeCertificate('short', far, { key: { bits: 1024 } }),
      'CERTIFICATE_FILE',
      '1024 bits',
    ],
    ['an EC key', makeCertificate('curve', far, { key: 'EC' }), 'CERTIFICATE_FILE', 'only RSA'],
    [
      'an EC key beside an RSA certificate',
      { ...good, key: makeCertificate('curve', far, { key: 'EC' }).key },
      'KEY_FILE',
      'only RSA',
    ],
    [
      'a past end',
      makeCertificate('old', new Date('2024-05-01')),
      'CERTIFICATE_FILE',
      'expired on 2024-05-01',
    ],
    [
      'a future start',
      makeCertificate('early', far, { startsAt: new Date('2098-01-01') }),
      'CERTIFICATE_FILE',
      'only from 2098-01-01',
    ],
    ['the key of another', { ...good, key: makeCertificate('other').key }, 'KEY_FILE', "doesn't belong"],
    ['UTF-16', { ...good, certificate: utf16(good.certificate) }, 'CERTIFICATE_FILE', 'UTF-8'],
    ['a key in UTF-16', { ...good, key: utf16(good.key) }, 'KEY_FILE', 'UTF-8'],
    ['JSON', { ...good, key: JSON.stringify({ key: good.key }) }, 'KEY_FILE', 'PEM'],
  ]
  it.each(certificates)('with %s is refused', (_name, pair, part, words) => {
    const change = {
      READER_SECRET: undefined,
      READER_CERTIFICATE_FILE: file(pair.certificate),
      READER_KEY_FILE: file(pair.key),
    }
    expect(problemsOf(change)).toEqual([{ variable: `READER_${part}`, text: expect.stringContaining(words) }])
  })

  it('with a byte order mark is read', () => {
    const change = {
      READER_SECRET: undefined,
      READER_CERTIFICATE_FILE: file(`\ufeff${good.certificate}`),
      READER_KEY_FILE: file(`\ufeff${good.key}`),
    }
    expect(problemsOf(change)).toEqual([])
  })

  it('that is replaced by one that Entra refuses stays in use', () => {
    const [certificate, key] = [file(good.certificate), file(good.key)]
    const config = readConfig({
      ...complete,
      READER_SECRET: undefined,
      READER_CERTIFICATE_FILE: certificate,
      READER_KEY_FILE: key,
    })
    const broken: string[] = []
    const read = reloadCredential(config.reader.credential, {
      clock,
      readFile: (name) => readFileSync(name, 'utf8'),
      onBroken: ({ text }) => void broken.push(text),
    })
    const short = makeCertificate('short', far, { key: { bits: 1024 } })
    writeFileSync(certificate, short.certificate)
    writeFileSync(key, short.key)
    expect(read()).toEqual(config.reader.credential)
    expect(broken).toEqual([expect.stringContaining('1024 bits')])
    expect(new CredentialError('KEY_FILE', 'x').message).not.toContain('BEGIN')
  })
})

describe('the file of variables', () => {
  const text = 'BOT_ID=one\r\n# a note\r\nexport READER_ID = "two"\r\n\r\nLINES="a\nb"\r\n'
  const read = { BOT_ID: 'one', READER_ID: 'two', LINES: 'a\nb' }

  it.each([
    ['as it is', text],
    ['with a byte order mark', `\ufeff${text}`],
    ['with the line ends of old Macs', text.replaceAll(/\r?\n/g, '\r')],
    ['with notes behind values', text.replace('one', 'one # a#note').replace('"two"', '"two"# it\'s')],
  ])('is read whole %s', (_name, content) => {
    expect(readEnvironmentFile(file(content))).toEqual(read)
  })

  it.each([
    ['in UTF-16', utf16(text), 'UTF-8'],
    ['in UTF-16 without a mark', utf16(text, false), 'UTF-8'],
    ['in UTF-16 with its bytes swapped', bigEndian(text), 'UTF-8'],
    ['in another code page', Buffer.from([...Buffer.from('NAME=M'), 0xfc]), 'UTF-8'],
    ['with a mark in its middle', `A=1\n\ufeffBOT_ID=one\n`, 'line 2'],
    ['with a line of another language', 'A=1\nBOT_ID: one\n', 'line 2'],
    ['with a name that shows nothing', 'A=1\n\u200bBOT_ID=one\n', 'line 2'],
    ['with a quote inside of its own', "A=1\nB='it's'\n", 'line 2'],
    ['with a value behind a value', 'A=1\nB="x" "y"\n', 'line 2'],
    ['with something behind several lines', 'A=1\nB="x\ny" z\nC=2\n', 'line 3'],
    ['with a quote that a backslash should keep', 'A=1\nB="a\\"b"\n', 'line 2'],
    ['with a # inside of a value', 'A=1\nB=one#two\n', 'line 2'],
    ['with a quote that is never closed', 'A=1\nB="x\nC=2\n', 'line 2'],
  ])('is refused %s', (_name, content, words) => {
    expect(() => readEnvironmentFile(file(content))).toThrow(ConfigError)
    expect(() => readEnvironmentFile(file(content))).toThrow(words)
  })

  it('is read by the program itself, or stops it', async () => {
    const start = join(import.meta.dirname, '../../../bot/start.ts')
    const say = async (content: string | Uint8Array): Promise<{ code: number; said: string }> => {
      const cwd = mkdtempSync(join(tmpdir(), 'grantkeeper-'))
      writeFileSync(join(cwd, '.env'), content)
      const run = promisify(execFile)(process.execPath, [start], { cwd, env: { PATH: process.env.PATH } })
      return run.then(
        () => ({ code: 0, said: '' }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
      )
    }
    const marked = await say('\ufeffBOT_ID=contoso.com\n')
    expect(marked).toEqual({ code: 78, said: expect.stringContaining('BOT_ID: This is a domain') })
    const wide = await say(utf16('BOT_ID=contoso.com\n'))
    expect(wide).toEqual({
      code: 78,
      said: expect.stringMatching(/^One error in the configuration[\s\S]*\.env: .*UTF-8/),
    })
  })

  it('that nobody can read is refused', () => {
    expect(() => readEnvironmentFile(folder)).toThrow('EISDIR')
  })
})
