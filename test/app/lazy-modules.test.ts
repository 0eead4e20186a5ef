import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lazyModules, makeLazy } from '#app/lazy-modules.ts'

const packages = join(import.meta.dirname, '..', '..', 'node_modules')
const teamsFile = join(packages, '@microsoft/teams-ai/lib/authentication/BotAuthenticationBase.js')

/** Runs a file as Node does, with modules that note when they are loaded. */
function run(code: string): { exports: Record<string, unknown>; loaded: string[] } {
  const loaded: string[] = []
  const require = (name: string) => {
    loaded.push(name)
    return { DialogTurnStatus: { complete: 'done' }, ['Answer' as string]: 42 }
  }
  const exports = {}
  new Function('require', 'exports', code)(require, exports)
  return { exports, loaded }
}

const changed = (code: string): string => makeLazy(teamsFile, () => code) ?? ''

describe('a lazy module', () => {
  const [dialogs = '', auth = ''] =
    lazyModules['@microsoft/teams-ai/lib/authentication/BotAuthenticationBase.js'] ?? []
  const code = changed(
    `'use strict'; const a = require("${dialogs}"); const b = require("${auth}"); exports.read = () => [a.Answer, a.Answer, 'Other' in a]; const other = require("other");`,
  )

  it('is loaded once, when it is first touched', () => {
    const { exports, loaded } = run(code)
    expect(loaded).toEqual(['other'])
    expect((exports.read as () => unknown)()).toEqual([42, 42, false])
    expect(loaded).toEqual(['other', dialogs])
  })

  it('keeps the code strict', () => {
    expect(code.startsWith("'use strict'")).toBe(true)
  })

  it('is left alone in any other file', () => {
    expect(makeLazy(join(packages, 'other/lib/index.js'), () => code)).toBeUndefined()
    expect(makeLazy('/somewhere/bot/app/run.ts', () => code)).toBeUndefined()
  })

  it('must be one that the file loads', () => {
    expect(() => changed('const nothing = 1;')).toThrow(`to load ${dialogs}`)
  })

  it.each(Object.entries(lazyModules))('is one of %s', (file, names) => {
    const place = join(packages, file)
    expect(existsSync(place)).toBe(true)
    const text = makeLazy(`file://${place}`, () => readFileSync(place, 'utf8')) ?? ''
    expect(text.match(/= lazyModule\(\(\) => (?:__importDefault\()?require\("/g)).toHaveLength(names.length)
  })
})
