import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fillManifest, packApp } from '../../scripts/app-package.ts'
import { makeToolkit, toolkit, validatePackage } from '../../scripts/validate-package.ts'
import { readSources } from '../support/sources.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-toolkit-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Where npm keeps the toolkit; undefined if it was never fetched here: it's no dependency, and tests use no network. */
function findToolkit(): string | undefined {
  const words = ['exec', '--yes', '--offline', `--package=${toolkit}`, '-c', 'command -v atk']
  try {
    return dirname(realpathSync(execFileSync('npm', words, { encoding: 'utf8', stdio: 'pipe' }).trim()))
  } catch {
    return undefined
  }
}

const place = findToolkit()
const run = makeToolkit('--offline')

/** Skipped where the toolkit isn't in npm's cache; `npm run package -- --validate` puts it there. */
describe.skipIf(place === undefined)('the toolkit of Microsoft', () => {
  const template = readFileSync(join(root, 'appPackage/manifest.json'), 'utf8')
  const manifest = fillManifest(template, {
    BOT_ID: 'b0000000-0000-4000-8000-000000000001',
    APP_PUBLISHER: 'Cobalt Ridge Security',
    APP_WEBSITE_URL: 'https://grants.example.com',
    APP_PRIVACY_URL: 'https://grants.example.com/privacy',
    APP_TERMS_URL: 'https://grants.example.com/terms',
  })
  const icons = Object.fromEntries(
    ['color.png', 'outline.png'].map((name) => [name, readFileSync(join(root, 'appPackage', name))]),
  )
  const packageOf = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, packApp({ 'manifest.json': text, ...icons }))
    return file
  }

  it.concurrent('takes the package', { timeout: 120_000 }, async () => {
    expect(await validatePackage(packageOf('app.zip', manifest), run)).toContain('found nothing wrong')
  })

  it.concurrent('refuses a broken one, and says what is wrong with it', { timeout: 120_000 }, async () => {
    const broken = JSON.parse(manifest)
    broken.name.short = 'x'.repeat(40)
    broken.bots[0].botId = 'nobody'
    const refusal = validatePackage(packageOf('broken.zip', JSON.stringify(broken)), run)
    await expect(refusal).rejects.toThrow(/\/name\/short[\s\S]*\/bots\/0\/botId/)
  })

  it.each(readSources('.', /^m365agents.*\.yml$/))('publishes a schema that $path keeps to', ({ text }) => {
    const project = parse(text)
    const file = join(place ?? '', 'resource/yaml-schema', project.version, 'yaml.schema.json')
    const validate = new Ajv({ strict: false, allErrors: true }).compile(
      JSON.parse(readFileSync(file, 'utf8')),
    )
    expect(validate(project), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...project, deploy: [{ uses: 'nothing/that/is', with: {} }] })).toBe(false)
  })
})
