import { expect, onTestFinished, test } from 'vitest'
import { type EarlyServer, makeEarlyServer } from '#edge/http/early-server.ts'
import { answer } from '#edge/http/server.ts'
import { silentLog } from '#platform/base/log.ts'

async function listeningServer(): Promise<{ earlyServer: EarlyServer; origin: string }> {
  const earlyServer = makeEarlyServer(silentLog)
  onTestFinished(() => earlyServer.close())
  return {
    earlyServer,
    origin: `http://127.0.0.1:${await earlyServer.listen({ port: 0, host: '127.0.0.1' })}`,
  }
}

test('before it is open it says that it lives, and lets nobody in', async () => {
  const { earlyServer, origin } = await listeningServer()
  earlyServer.server.get('/page', async (_request, response) => answer(response, 200))
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  const ready = await fetch(`${origin}/readyz?full`)
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, failed: ['started'], noted: [] }])
  for (const path of ['/page', '/api/messages', '/healthz/other', '/nowhere']) {
    const refused = await fetch(`${origin}${path}`)
    expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 503, '1'])
    expect(refused.headers.get('cache-control')).toBe('no-store')
  }
})

test('open, it has the routes that were added while it listened, and asks what it was given', async () => {
  const { earlyServer, origin } = await listeningServer()
  earlyServer.server.get('/page', async (_request, response) => answer(response, 200))
  let broken = false
  const database = async (): Promise<void> => {
    if (broken) throw new Error('away')
  }
  earlyServer.open({ checks: { database } })
  expect((await fetch(`${origin}/page`)).status).toBe(200)
  expect((await fetch(`${origin}/nowhere`)).status).toBe(404)
  expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  broken = true
  expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({ failed: ['database'] })
})

test('listens once, however often it is told to', async () => {
  const { earlyServer } = await listeningServer()
  const other = { port: 0, host: '127.0.0.1' }
  expect(await earlyServer.listen(other)).toBe(await earlyServer.listen(other))
  const taken = makeEarlyServer(silentLog)
  await expect(taken.listen({ ...other, port: await earlyServer.listen(other) })).rejects.toThrow(
    'EADDRINUSE',
  )
})
