import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { programOf } from '../support/programs.ts'
import { startCaller } from './caller.ts'

const program = await programOf('emulator/index.ts')
const run = (...args: string[]) => spawn(process.execPath, [program, ...args])

async function ended(...args: string[]): Promise<[code: number, words: string]> {
  const program = run(...args)
  let words = ''
  program.stderr.on('data', (chunk) => {
    words += chunk
  })
  const [code] = await once(program, 'close')
  return [code, words]
}

it('starts a world, prints where it is, and ends on a signal', async () => {
  const program = run('--port', '0', '--world', 'fleet:1000')
  const [line] = await once(program.stdout, 'data')
  const url = /emulator (\S+)/.exec(String(line))?.[1]
  const address = `${url}/tenant-999.example/v2.0/.well-known/openid-configuration`
  expect((await fetch(address)).status).toBe(200)
  program.kill('SIGTERM')
  const [code] = await once(program, 'close')
  expect(code).toBe(0)
})

it('starts a cloud before the first day', async () => {
  const program = run('--port', '0', '--world', 'fresh')
  const [line] = await once(program.stdout, 'data')
  const url = /emulator (\S+)/.exec(String(line))?.[1]
  const snapshot = await (await fetch(`${url}/world/api/snapshot`)).json()
  expect(snapshot).toMatchObject({ registrations: { length: 5 }, deleted: [] })
  program.kill('SIGTERM')
  await once(program, 'close')
})

it('says what is wrong in words', async () => {
  expect(await ended('--world', 'atlantis')).toEqual([1, expect.stringMatching(/Unknown world atlantis\./)])
  expect(await ended('--port', 'x')).toEqual([1, expect.stringMatching(/x isn't a port\./)])
  expect(await ended('--bot', 'here')).toEqual([1, expect.stringMatching(/here isn't a URL/)])
  const { port } = new URL((await startCaller()).url)
  expect(await ended('--port', port)).toEqual([1, expect.stringMatching(/That port is in use\./)])
})
