import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import type { World } from '../../emulator/world/types.ts'
import { readText } from '../support/card-parts.ts'
import { statusOf } from '../support/facts.ts'
import { addCertificate, addSecret, type Guard, makeGuard } from '../support/guarded.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { people, startWholeApp } from '../support/whole-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'guarded-'))
const file = (name: string, text = ''): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function startGuarded(environment: Record<string, string>, register: Guard['register']) {
  const guard = await makeGuard(environment, register)
  onTestFinished(() => guard.channel.close())
  return { guard, app: await startWholeApp({}, guard) }
}

const first = makeCertificate('bot')
const second = makeCertificate('bot, renewed')

test('with authentication on the whole way works: a signed click in, a signed message out', async () => {
  const files = {
    BOT_CERTIFICATE_FILE: file('bot.pem', first.certificate),
    BOT_KEY_FILE: file('bot.key', first.key),
  }
  const { guard, app } = await startGuarded(files, (world) =>
    addCertificate(world, demo.bot.clientId, first.certificate),
  )
  const alice = app.teams.as(people.alice)
  const list = await alice.ask('tenants')
  expect(readText(list.card)).toContain('Fabrikam')
  const { requests } = app.teams.connector
  expect(requests.length).toBeGreaterThan(0)
  for (const { authorization = '' } of requests) {
    const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ aud: 'https://api.botframework.com', appid: demo.bot.clientId })
  }
  guard.channel.fail('status')
  app.clock.forward(10 * 60_000)
  expect((await alice.click(list, 'Next')).id).toBe(list.id)
  const metrics = await (await fetch(new URL('/metrics', app.botUrl))).text()
  expect(metrics).not.toContain('grantkeeper_refused_total{')
})

test('a stranger gets an empty 401, nothing happens, and the reason is counted', async () => {
  const { guard, app } = await startGuarded({ BOT_SECRET: 'bot~secret~value' }, (world) =>
    addSecret(world, demo.bot.clientId, 'bot~secret~value'),
  )
  const activity = { type: 'message', channelId: 'msteams', text: 'block "Account actions" in Fabrikam' }
  const forged = [
    `Bearer ${await guard.channel.sign({}, { key: 'wrong', kid: 'right' })}`,
    `Bearer ${await guard.channel.sign({ aud: 'another' })}`,
    'Bearer garbage',
    '',
  ]
  for (const authorization of forged) {
    const response = await fetch(new URL('/api/messages', app.botUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify(activity),
    })
    expect([response.status, await response.text()]).toEqual([401, ''])
  }
  const metrics = await (await fetch(new URL('/metrics', app.botUrl))).text()
  for (const reason of ['signature', 'claims', 'token', 'authorization'])
    expect(metrics).toContain(`grantkeeper_refused_total{status="401",reason="${reason}"} 1`)
  expect(app.teams.connector.requests).toEqual([])
})

test('credentials are changed without a restart; a broken file changes nothing and is told of once', async () => {
  const reader = file('reader.secret', demo.reader.secret)
  const certificate = file('rotated.pem', first.certificate)
  const key = file('rotated.key', first.key)
  let entra: World | undefined
  const { app } = await startGuarded(
    { BOT_CERTIFICATE_FILE: certificate, BOT_KEY_FILE: key, READER_SECRET: '', READER_SECRET_FILE: reader },
    (world) => {
      entra = world
      addCertificate(world, demo.bot.clientId, first.certificate)
      addCertificate(world, demo.bot.clientId, second.certificate)
      addSecret(world, demo.reader.clientId, 'reader~second~secret')
    },
  )
  const alice = app.teams.as(people.alice)
  await alice.ask('help')
  // Half of the new pair: the certificate without its key.
  file('rotated.pem', second.certificate)
  file('reader.secret', '\n')
  await app.pass(3 * 3_600_000)
  await alice.ask('sync Fabrikam')
  await app.pass(3 * 3_600_000)
  await alice.ask('sync Fabrikam')
  await app.settled()
  const told = app.log.lines.filter(({ message }) => message === 'a credential file is not used')
  expect(told.map(({ facts }) => facts)).toEqual([
    expect.objectContaining({ app: 'reader', part: 'SECRET_FILE' }),
    expect.objectContaining({ app: 'bot', part: 'KEY_FILE' }),
  ])
  // The whole of it, and the old ones end: only what the files hold now is good any more.
  file('rotated.key', second.key)
  file('reader.secret', 'reader~second~secret\n')
  if (!entra) throw new Error('Expected a world')
  for (const { clientId } of [demo.bot, demo.reader]) {
    const { certificates, secrets } = entra.registrations.get(clientId) ?? { certificates: [], secrets: [] }
    certificates.splice(0, certificates.length - 1)
    secrets.splice(0, secrets.length - 1)
  }
  await app.pass(3 * 3_600_000)
  const { card } = await alice.ask('sync Fabrikam')
  await app.settled()
  expect(readText(card)).toContain('Fabrikam')
  expect(statusOf(app, 'Fabrikam', 'directory-data')).not.toBe('unknown')
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  const after = app.log.lines.filter(({ message }) => message === 'a credential file is not used')
  expect(after).toHaveLength(2)
})

test('a token that Teams refuses is replaced at once, for answers and for cards', async () => {
  const files = {
    BOT_CERTIFICATE_FILE: file('bot.pem', first.certificate),
    BOT_KEY_FILE: file('bot.key', first.key),
  }
  const { app } = await startGuarded(files, (world) =>
    addCertificate(world, demo.bot.clientId, first.certificate),
  )
  const alice = app.teams.as(people.alice)
  await alice.ask('help')
  const { connector } = app.teams
  const authorization = connector.requests.at(-1)?.authorization ?? ''
  connector.fail({ status: 401, authorization }, Number.POSITIVE_INFINITY)
  await app.pass(2_000)
  expect(readText((await alice.ask('sync Adatum')).card)).toMatch(/sync/i)
  await app.settled()
  const asked = connector.requests.filter(({ status }) => status === 401)
  expect(asked).toHaveLength(1)
  expect(connector.requests.at(-1)?.authorization).not.toBe(authorization)
  const ready = await (await fetch(new URL('/readyz', app.botUrl))).json()
  expect(JSON.stringify(ready)).not.toContain('channel')

  connector.recover()
  connector.fail({ status: 401 }, Number.POSITIVE_INFINITY)
  const before = connector.requests.length
  for (let i = 0; i < 5; i++) await alice.say('help')
  await app.settled()
  // The first try, its repetition with a new token, and one for each of the others: no storm of tokens.
  expect(connector.requests.slice(before).filter(({ status }) => status === 401)).toHaveLength(6)
})
