import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppManifestUtils } from '@microsoft/app-manifest'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commands } from '#edge/handlers/index.ts'
import { commandsEn } from '../cards/words/commands-en.ts'
import packageJson from '../package.json' with { type: 'json' }
import { fillManifest, packApp } from '../scripts/app-package.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, 'appPackage', name))
const template = read('manifest.json').toString()
const environment = {
  BOT_ID: 'b0000000-0000-4000-8000-000000000001',
  APP_PUBLISHER: 'Cobalt "Ridge" Security',
  APP_WEBSITE_URL: 'https://grants.example.com',
  APP_PRIVACY_URL: 'https://grants.example.com/privacy',
  APP_TERMS_URL: 'https://grants.example.com/terms',
}
const manifest = JSON.parse(fillManifest(template, environment))

const schemas = join(root, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams')
const readSchema = (version: string) =>
  JSON.parse(readFileSync(join(schemas, `v${version}`, 'MicrosoftTeams.schema.json'), 'utf8'))
const mistakesOf = (given: unknown, version = manifest.manifestVersion): Promise<string[]> =>
  AppManifestUtils.validateAgainstSchema(given as never, readSchema(version))

describe('the manifest', () => {
  it('is right by the published schema of its version', async () => {
    expect(await mistakesOf(manifest)).toEqual([])
    expect(await mistakesOf({ ...manifest, id: 'grantkeeper' })).toHaveLength(1)
    expect(await mistakesOf({ ...manifest, surprise: true })).toHaveLength(1)
  })

  it('has the newest version that is published', () => {
    const minor = readdirSync(schemas).flatMap((name) => /^v1\.(\d+)$/.exec(name)?.[1] ?? [])
    expect(manifest.manifestVersion).toBe(`1.${Math.max(...minor.map(Number))}`)
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`)
  })

  it('has the version of the program', () => {
    expect(manifest.version).toBe(packageJson.version)
  })

  it('asks for nothing that is not needed', () => {
    expect(manifest.authorization).toBeUndefined()
    expect(manifest.webApplicationInfo).toBeUndefined()
    expect(manifest.validDomains).toBeUndefined()
    expect(manifest.bots).toHaveLength(1)
  })

  it('lists at most ten commands for each place, every one of which there is', () => {
    const lists: { scopes: string[]; commands: { title: string; description: string }[] }[] =
      manifest.bots[0].commandLists
    expect(lists.flatMap(({ scopes }) => scopes).sort()).toEqual([...manifest.bots[0].scopes].sort())
    for (const list of lists) {
      expect(list.commands.length).toBeLessThanOrEqual(10)
      for (const { title, description } of list.commands) {
        expect(commands.map(({ word }) => word)).toContain(title)
        const words = commandsEn.find(({ usage }) => usage === title || usage.startsWith(`${title} `))
        expect(description).toBe(
          title === 'help' ? 'help: shows all commands' : `${words?.usage}: ${words?.does}`,
        )
      }
    }
  })
})

describe('the icons', () => {
  const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]
  it('have the sizes that Teams asks for', () => {
    expect(sizeOf(read('color.png'))).toEqual([192, 192])
    expect(sizeOf(read('outline.png'))).toEqual([32, 32])
  })

  it('are PNG, and the outline can be seen through', () => {
    const signature = '89504e470d0a1a0a'
    for (const name of ['color.png', 'outline.png'])
      expect(read(name).subarray(0, 8).toString('hex')).toBe(signature)
    // Colour type 6: with an alpha channel.
    expect(read('outline.png')[25]).toBe(6)
  })
})

describe('filling in', () => {
  it('leaves no blank and breaks no text', () => {
    expect(JSON.stringify(manifest)).not.toContain('${{')
    expect(manifest.developer.name).toBe(environment.APP_PUBLISHER)
    expect([manifest.id, manifest.bots[0].botId]).toEqual([environment.BOT_ID, environment.BOT_ID])
  })

  it('names everything that is missing or wrong at once', () => {
    const wrong = { ...environment, BOT_ID: 'bot', APP_PRIVACY_URL: 'http://example.com', APP_PUBLISHER: '' }
    expect(() => fillManifest(template, wrong)).toThrow(/BOT_ID[\s\S]*APP_PUBLISHER[\s\S]*APP_PRIVACY_URL/)
    expect(() => fillManifest(template, {})).toThrow('APP_TERMS_URL')
  })

  it('does not pass over a blank that it does not know', () => {
    expect(() => fillManifest('{"a":"${{SURPRISE}}"}', environment)).toThrow('${{SURPRISE}}')
  })
})

describe('the package', () => {
  it('is the same for the same files', () => {
    const files = { 'manifest.json': '{}', 'color.png': new Uint8Array([1, 2, 3]) }
    expect(packApp(files)).toEqual(packApp(files))
  })

  it('made by `npm run package` holds the manifest and both icons, flat', async () => {
    const folder = await makeCopy(Object.entries(environment).map(([name, value]) => `${name}='${value}'`))
    await promisify(execFile)(process.execPath, ['scripts/package-app.ts'], { cwd: folder })
    const files = unzipSync(await readFile(join(folder, 'appPackage/build/grantkeeper.zip')))
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png'])
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(manifest)
    expect(Buffer.from(files['color.png'] ?? [])).toEqual(read('color.png'))
  })

  it('is not made of half a configuration, which is said in plain lines', async () => {
    const folder = await makeCopy(['BOT_ID=b0000000-0000-4000-8000-000000000001'])
    const failed = promisify(execFile)(process.execPath, ['scripts/package-app.ts'], { cwd: folder })
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('APP_PUBLISHER'),
    })
    await expect(failed).rejects.not.toMatchObject({ stderr: expect.stringContaining('    at ') })
  })
})

/** The scripts and what they pack, in a folder of this test alone. */
async function makeCopy(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-package-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  await symlink(join(root, 'bot'), join(folder, 'bot'))
  await cp(join(root, 'appPackage'), join(folder, 'appPackage'), { recursive: true })
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, '.env'), lines.join('\n'))
  return folder
}
