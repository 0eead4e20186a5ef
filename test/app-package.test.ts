import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppManifestUtils } from '@microsoft/app-manifest'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commands } from '#edge/handlers/commands.ts'
import { recognizeCommand } from '#edge/teams/grammar/recognize-command.ts'
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

  interface Listed {
    title: string
    description: string
    type?: 'prompt'
    prompt?: string
  }
  const lists: { scopes: string[]; triggers: string[]; commands: Listed[] }[] = manifest.bots[0].commandLists
  /** The command of the bot that a line is, as the bot finds it. */
  const commandOf = (line: string): string | undefined => {
    const found = recognizeCommand(line, commands)
    return found.kind === 'command' ? found.command.word : undefined
  }

  it('lists as many commands for each place as the schema allows, every one of which there is', () => {
    const { items } = readSchema(manifest.manifestVersion).properties.bots.items.properties.commandLists
    const most: number = items.properties.commands.maxItems
    const mentioned = lists.filter(({ triggers }) => triggers.includes('mention'))
    expect(mentioned.flatMap(({ scopes }) => scopes).sort()).toEqual([...manifest.bots[0].scopes].sort())
    for (const list of mentioned) expect(list.commands).toHaveLength(most)
    for (const list of lists) {
      expect(list.commands.length).toBeLessThanOrEqual(most)
      expect(new Set(list.commands.map(({ title }) => title)).size).toBe(list.commands.length)
      for (const { title, description, type, prompt } of list.commands) {
        expect(commandOf(prompt ?? title), title).toBeDefined()
        if (type === 'prompt') continue
        expect(commands.map(({ word }) => word)).toContain(title)
        const words = commandsEn.find(({ usage }) => usage === title || usage.startsWith(`${title} `))
        expect(description).toBe(
          title === 'help' ? 'help: shows all commands' : `${words?.usage}: ${words?.does}`,
        )
      }
    }
  })

  it('has what people in a channel need there, slash commands where only they are private, and ways to begin', () => {
    const titlesOf = (scope: string, trigger: string): string[] =>
      lists
        .filter(({ scopes, triggers }) => scopes.includes(scope) && triggers.includes(trigger))
        .flatMap((list) => list.commands.map(({ title }) => title))
    for (const scope of ['team', 'groupChat']) {
      expect(titlesOf(scope, 'mention')).toEqual(expect.arrayContaining(['alerts', 'requests', 'help']))
      expect(titlesOf(scope, 'slash')).toEqual(expect.arrayContaining(['whoami', 'settings', 'help']))
    }
    expect(titlesOf('personal', 'slash')).toEqual([])
    expect(manifest.bots[0].supportsTargetedMessages).toBe(true)
    expect(lists.flatMap((list) => list.commands).filter(({ type }) => type === 'prompt')).not.toEqual([])
  })

  /** Commands that no list has, and what leads to them instead. */
  const unlisted: Readonly<Record<string, string>> = {
    show: 'the name alone does the same',
    'next actions': 'a button of the list',
    catalog: 'a button of help and of the first card',
    exceptions: 'a button of whatever is accepted, and of help',
    export: 'for auditors, who read the documentation',
    pack: 'a button of the set',
    unblock: 'a button of the blocked set',
    move: 'a button of a set that is used in another tenant',
    reset: 'a button where something can be reset',
    'remove tenant': 'a button of the tenant',
    leaving: 'its card comes by itself when a tenant is removed',
    notices: 'its card is posted by itself, and help has it',
    announce: 'for the few who publish lists; all commands of help has it',
    'sync all': 'an argument of sync, and a button of tenants',
    'alerts on': 'an argument of alerts, and its button',
    'alerts off': 'an argument of alerts, and its button',
    'alerts quiet': 'an argument of alerts',
    baseline: 'a button of a tenant that waits for it, and a card of its own',
    'set owner': 'an argument of owner, and its button',
    'set deputy': 'an argument of owner, and its button',
    'requests on': 'an argument of requests, and its button',
    'requests off': 'an argument of requests, and its button',
  }

  it('lists every command of the bot, or there is a reason why not', () => {
    const listed = lists.flatMap((list) =>
      list.commands.map(({ title, prompt }) => commandOf(prompt ?? title)),
    )
    const words = commands.map(({ word }) => word)
    expect(words.filter((word) => !listed.includes(word)).sort()).toEqual(Object.keys(unlisted).sort())
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

it('without .env says what to do', async () => {
  const folder = await makeCopy([])
  await rm(join(folder, '.env'))
  const failed = promisify(execFile)(process.execPath, ['scripts/package-app.ts'], { cwd: folder })
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /no file \.env\. Copy \.env\.sample to \.env and set BOT_ID, APP_PUBLISHER,/,
    ),
  })
  await expect(failed).rejects.not.toMatchObject({ stderr: expect.stringMatching(/ENOENT| {4}at /) })
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
