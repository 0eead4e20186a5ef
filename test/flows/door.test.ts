import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { ConfigError } from '#platform/config/problem.ts'
import { temporaryFile } from '../support/databases.ts'
import { startWholeApp, type WholeApp } from '../support/whole-app.ts'

/** Sends the path as it is; `fetch` would tidy it up. */
function ask(
  app: WholeApp,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const { hostname, port } = new URL(app.botUrl)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

const oddly = (path: string): string[] => [
  `${path}/`,
  `${path}//`,
  `/${path}`,
  `/.${path}`,
  `/x/..${path}`,
  path.toUpperCase(),
  `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  `${path}%2f`,
  `${path}%00`,
  `${path};x`,
  `${path}.`,
  path.replace(/\/(?=[^/]*$)/, '//'),
  `http://127.0.0.1${path}`,
]

test('every path has one spelling: another one is not there, whatever stands in front', async () => {
  const app = await startWholeApp()
  const paths = [
    '/metrics',
    '/healthz',
    '/readyz',
    '/api/v1/access',
    '/api/v1/openapi.json',
    '/consent/callback',
  ]
  for (const path of paths) {
    expect([path, (await ask(app, path)).status]).not.toEqual([path, 404])
    for (const odd of oddly(path).filter((each) => each !== path)) {
      expect([odd, (await ask(app, odd)).status]).toEqual([odd, 404])
    }
  }
  expect((await ask(app, '/metrics?x=1')).status).toBe(200)
})

test('the metrics ask for their token, if there is one', async () => {
  const token = 'metrics-token-0123456789'
  const file = await temporaryFile()
  writeFileSync(file, `${token}\n`)
  const changes: Record<string, string>[] = [{ METRICS_TOKEN: token }, { METRICS_TOKEN_FILE: file }]
  for (const change of changes) {
    const app = await startWholeApp({}, undefined, change)
    const given = [
      '',
      token,
      'Bearer',
      'Bearer x',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
    ]
    for (const authorization of given) {
      const refused = await ask(app, '/metrics', { headers: { authorization } })
      expect([authorization, refused.status, refused.body]).toEqual([authorization, 401, ''])
      expect(refused.headers['www-authenticate']).toBe('Bearer')
    }
    const { status, body } = await ask(app, '/metrics', { headers: { authorization: `Bearer ${token}` } })
    expect([status, body.includes('grantkeeper_turn_seconds')]).toEqual([200, true])
    expect(JSON.stringify(app.log.lines)).not.toContain(token)
  }
  writeFileSync(file, 'a0000000-0000-4000-8000-000000000001')
  await expect(startWholeApp({}, undefined, { METRICS_TOKEN_FILE: file })).rejects.toThrow(ConfigError)
  await expect(startWholeApp({}, undefined, { METRICS_TOKEN: 'short' })).rejects.toThrow(ConfigError)
})

test('every door logs whom it refused and why, with nothing that they sent', async () => {
  const app = await startWholeApp({}, undefined, { METRICS_TOKEN: 'metrics-token-0123456789' })
  const canary = 'canarycanarycanarycanarycanarycanarycanary1'
  const authorization = `Bearer ${canary}.${canary}.${canary}`
  await ask(app, `/${canary}`)
  await ask(app, `/${canary}/`)
  await ask(app, '/metrics', { headers: { authorization } })
  await ask(app, `/api/v1/access?tenant=${canary}`, { headers: { authorization } })
  await ask(app, `/consent/${canary}`)
  await ask(app, `/export/${canary}`)
  await ask(app, '/api/messages', { method: 'POST', headers: { 'content-type': canary } })
  const lines = app.log.lines.filter(({ message }) => message === 'refused at the door')
  const local = { address: '127.0.0.1' }
  expect(lines.map(({ facts }) => facts)).toEqual([
    { door: 'server', status: 404, reason: 'route', ...local },
    { door: 'server', status: 404, reason: 'path', ...local },
    { door: 'metrics', status: 401, reason: 'token', ...local },
    { door: 'access', status: 401, reason: 'unauthenticated', ...local },
    { door: 'consent', status: 404, reason: 'LINK_UNKNOWN', ...local },
    { door: 'export', status: 404, reason: 'LINK_UNKNOWN', ...local },
    { door: 'messages', status: 415, reason: 'media', ...local },
  ])
  expect(JSON.stringify(app.log.lines)).not.toContain(canary)
})

test('browsers are told to keep to https where that is the address, on pages and refusals alike', async () => {
  const plain = await startWholeApp()
  expect((await ask(plain, '/healthz')).headers).not.toHaveProperty('strict-transport-security')
  const app = await startWholeApp({}, undefined, { PUBLIC_URL: 'https://localhost:8443' })
  for (const path of [
    '/healthz',
    '/metrics',
    '/nowhere',
    '/odd/',
    `/consent/${'a'.repeat(43)}`,
    '/api/v1/access',
  ]) {
    const { headers } = await ask(app, path)
    expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=63072000'])
  }
})
