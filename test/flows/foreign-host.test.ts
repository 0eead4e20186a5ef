import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { serveStartPage } from '../../demo/start-page.ts'
import { demo } from '../../emulator/demo-world.ts'
import { freePort } from '../support/free-port.ts'
import { addSecret, makeGuard } from '../support/guarded.ts'
import { startWholeApp } from '../support/whole-app.ts'

/** What a page of a foreign site gets whose host name points at this machine: the browser sends that name. */
async function statusOf(url: string, host: string): Promise<number | undefined> {
  const asked = request(url, { headers: { host } }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

const foreign = [
  'evil.example',
  '127.0.0.1.evil.example',
  'localhost.evil.example:80',
  '127.0.0.1@evil.example',
]

it('the demo answers nobody who asks for a foreign host', async () => {
  const { botUrl, emulator } = await startWholeApp()
  const page = await freePort()
  const server = await serveStartPage({ page } as never, async () => undefined)
  const urls = [
    ...['/healthz', '/api/v1/access', '/consent/callback', '/nowhere'].map((path) => `${botUrl}${path}`),
    ...['/', '/world', '/apps', '/v1.0/organization'].map((path) => `${emulator.url}${path}`),
    `http://127.0.0.1:${page}/`,
  ]
  for (const url of urls) {
    for (const host of foreign) expect([url, host, await statusOf(url, host)]).toEqual([url, host, 421])
    const { port } = new URL(url)
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', '[::1]:80'])
      expect([url, host, await statusOf(url, host)]).not.toEqual([url, host, 421])
  }
  server.close()
})

it('a bot that checks tokens answers behind any name', async () => {
  const secret = 'abc8Q~a-secret-of-this-test'
  const guard = await makeGuard({ BOT_SECRET: secret }, (world) =>
    addSecret(world, demo.bot.clientId, secret),
  )
  onTestFinished(() => guard.channel.close())
  const { botUrl } = await startWholeApp({}, guard)
  expect(await statusOf(`${botUrl}/healthz`, 'bot.example.com')).toBe(200)
})
