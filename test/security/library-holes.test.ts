import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import restify from 'restify/package.json' with { type: 'json' }
import { expect, it } from 'vitest'
import { once } from '#platform/base/once.ts'
import { readSources } from '../support/sources.ts'

const program = readSources('bot', /\.ts$/)
const layouts = readSources('cards', /\.json$/)

it('what holds a request for ever is not used', () => {
  const used = program.filter(({ text }) => /longRunningMessages/.test(text))
  expect(used).toEqual([])
  const application = program.find(({ path }) => /botbuilder-routes\.ts$/.test(path))
  expect(application?.text).toContain('startTypingTimer: false')
})

/** Libraries that a start loads, without any further configuration. */
const loadedAtStart = once(async () => {
  const script = `
    const names = new Set()
    const load = (url, context, next) => {
      const [, name] = /node_modules.((?:@[^/]+.)?[^/]+)/.exec(url) ?? []
      if (name) names.add(name)
      return next(url, context)
    }
    ;(await import('node:module')).registerHooks({ load })
    await import('./bot/app/build-app.ts')
    await (await import('./bot/app/load-teams-sdk.ts')).loadTeamsSdk('botbuilder')
    process.stdout.write(JSON.stringify([...names]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(stdout) as string[]
})

it('the model client of the SDK is not loaded', async () => {
  const names = await loadedAtStart()
  expect(names).toEqual(expect.arrayContaining(['restify', 'botbuilder', '@microsoft/teams-ai']))
  expect(names.filter((name) => /^(openai|gpt-tokenizer)$/.test(name))).toEqual([])
})

it('what no configuration asks for is not loaded: events, assistants, preflight, the other SDK', async () => {
  const names = await loadedAtStart()
  const later = ['cloudevents', 'fflate', '@modelcontextprotocol/sdk', 'selfsigned', '@microsoft/teams.apps']
  expect(names.filter((name) => later.includes(name))).toEqual([])
})

it('no layout matches patterns or parses texts', () => {
  expect(layouts.length).toBeGreaterThan(10)
  const slow = layouts.filter(({ text }) => /isMatch|regex|json\(|xml\(|xPath/i.test(text))
  expect(slow.map(({ path }) => path)).toEqual([])
})

it('the server library is the one that starts on this Node', () => {
  expect(Number(restify.version.split('.')[0])).toBeGreaterThanOrEqual(12)
})
