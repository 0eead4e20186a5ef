import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import restify from 'restify/package.json' with { type: 'json' }
import { expect, it } from 'vitest'
import { readSources } from '../support/sources.ts'

const program = readSources('bot', /\.ts$/)
const layouts = readSources('cards', /\.json$/)

it('what holds a request for ever is not used', () => {
  const used = program.filter(({ text }) => /longRunningMessages/.test(text))
  expect(used).toEqual([])
  const application = program.find(({ path }) => /botbuilder-routes\.ts$/.test(path))
  expect(application?.text).toContain('startTypingTimer: false')
})

it('the model client of the SDK is not loaded', async () => {
  const script = `await import('./bot/app/build-app.ts')
    await (await import('./bot/app/load-teams-sdk.ts')).loadTeamsSdk('botbuilder')
    const { createRequire } = await import('node:module')
    const cache = Object.keys(createRequire(process.cwd() + '/x.js').cache)
    process.stdout.write(String(cache.filter((path) => /node_modules.(openai|gpt-tokenizer)./.test(path)).length) + ' of ' + cache.length)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(stdout).toMatch(/^0 of \d{3,}$/)
})

it('no layout matches patterns or parses texts', () => {
  expect(layouts.length).toBeGreaterThan(10)
  const slow = layouts.filter(({ text }) => /isMatch|regex|json\(|xml\(|xPath/i.test(text))
  expect(slow.map(({ path }) => path)).toEqual([])
})

it('the server library is the one that starts on this Node', () => {
  expect(Number(restify.version.split('.')[0])).toBeGreaterThanOrEqual(12)
})
