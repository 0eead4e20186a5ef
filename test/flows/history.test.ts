import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { demo } from '../../emulator/demo-world.ts'
import { readText } from '../support/card-parts.ts'
import { temporaryFile } from '../support/databases.ts'
import { programOf } from '../support/programs.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const key = 'a-key-for-tests-0123456789-abcdefghij'
const program = await programOf('scripts/verify-audit.ts')

interface Anchor {
  id: number
  hash: string
  mac?: string
}

async function startSealed(change: Readonly<Record<string, string>> = { AUDIT_KEY: key }) {
  const anchors = await temporaryFile()
  const app = await startWholeApp({}, undefined, { AUDIT_ANCHOR_FILE: anchors, ...change })
  const readAnchors = () => {
    const lines = readFileSync(anchors, 'utf8').trim().split('\n')
    return lines.map((line) => (JSON.parse(line) as { anchor: Anchor }).anchor)
  }
  return { ...app, anchors, readAnchors }
}

/** What the keeper's command says; with the key, as the keeper has it, or without, as anybody else. */
function verify(app: WholeApp, keys: string, ...options: string[]): { status: number | null; text: string } {
  const args = [program, '--database', app.config.database, ...options]
  const env = { PATH: process.env.PATH, AUDIT_KEY: keys }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  return { status, text: stdout + stderr }
}

async function block(app: WholeApp, set: string): Promise<void> {
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask(`block "${set}" in Fabrikam`), 'Confirm block')
  await app.pass(hours(1))
}

/** Copies the open database, with what is still in its log. */
function copyDatabase(app: WholeApp, path: string): void {
  const raw = new DatabaseSync(app.config.database)
  raw.exec(`vacuum into '${path}'`)
  raw.close()
}

function putBack(app: WholeApp, path: string): void {
  const { database } = app.config
  for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true })
  copyFileSync(path, database)
}

/** Everything that can be made to fit without the key is made to fit. */
function recompute(path: string): void {
  const raw = new DatabaseSync(path)
  let hash = '0'.repeat(64)
  let id = 0
  for (const row of raw.prepare('select * from audit order by id').all()) {
    id = Number(row.id)
    hash = entryHash(hash, row as unknown as Parameters<typeof entryHash>[1])
    raw.prepare('update audit set hash = ? where id = ?').run(hash, id)
  }
  raw.prepare('update audit_head set id = ?, hash = ?').run(id, hash)
  raw.close()
}

function change(path: string, sql: string): void {
  const raw = new DatabaseSync(path)
  raw.exec(sql)
  raw.close()
}

const settingsOf = async (app: WholeApp) => readText((await app.teams.as(people.alice).ask('settings')).card)

test('what people do is sealed, and its anchor goes to the log, a file and the settings', async () => {
  const app = await startSealed()
  await block(app, 'Account actions')
  const last = app.readAnchors().at(-1)
  expect(last?.mac).toMatch(/^[0-9a-f]{64}$/)
  const logged = app.log.lines.filter(({ message }) => message === 'history anchor')
  expect(logged.at(-1)).toMatchObject({ facts: { anchor: last } })
  expect(statSync(app.anchors).mode & 0o777).toBe(0o600)
  const settings = await settingsOf(app)
  expect(settings).toMatch(/entry \d+, hash [0-9a-f]{64}, \S+Z, key [0-9a-f]{12}, MAC [0-9a-f]{64}/)
  const whole = verify(app, key, '--anchor', app.anchors, '--replay')
  expect(whole.text).toMatch(/The chain is intact/)
  expect(whole.text).toMatch(/\d+ anchors matched\./)
  expect(whole.text).toMatch(/before the first key: chained only/)
  expect(whole.status).toBe(0)
  // The line of the settings is an anchor too.
  const line = /entry \d+, hash \w+, .*MAC \w+/.exec(settings)?.[0] ?? ''
  expect(verify(app, key, '--anchor', line)).toMatchObject({ status: 0 })
  expect(verify(app, '', '--anchor', app.anchors)).toMatchObject({ status: 0 })
})

test('a history that was changed and computed again disagrees with the key, and with an anchor', async () => {
  const app = await startSealed()
  await block(app, 'Account actions')
  const [first] = app.readAnchors()
  await app.restart({
    between: async () => {
      change(app.config.database, `update audit set reason = 'another' where id = ${(first?.id ?? 0) + 1}`)
      recompute(app.config.database)
      const kept = verify(app, key)
      expect(kept.text).toContain(`DAMAGED. Entry ${(first?.id ?? 0) + 1} has a MAC that isn't Grantkeeper's`)
      expect(kept.status).toBe(1)
      // Anybody else needs an anchor: the chain alone fits again.
      expect(verify(app, '', '--replay')).toMatchObject({ status: 0 })
      const other = verify(app, '', '--anchor', app.anchors)
      expect(other.text).toContain('DISAGREES')
      expect(other.text).toContain(`Up to entry ${first?.id}, the history is confirmed`)
      expect(other.status).toBe(1)
    },
  })
  expect(app.log.lines.map(({ message }) => message)).toContain('the history disagrees with its last anchor')
  expect(await settingsOf(app)).toMatch(/changed from outside/)
})

test('an older database that was put back is found out by its bot, by the anchors, and not by the chain', async () => {
  const app = await startSealed()
  const older = await temporaryFile()
  await block(app, 'Account actions')
  copyDatabase(app, older)
  await block(app, 'Labels and protected content')
  const [newest] = app.readAnchors().slice(-1)
  await app.restart({
    between: async () => {
      putBack(app, older)
      expect(verify(app, key)).toMatchObject({ status: 0 })
      const cut = verify(app, key, '--anchor', app.anchors)
      expect(cut.text).toContain(`the history ends before entry ${newest?.id}`)
      expect(cut.status).toBe(1)
    },
  })
  const settings = await settingsOf(app)
  const noted = Number(/changed from outside: entry (\d+)/.exec(settings)?.[1])
  expect(noted).toBeGreaterThan(0)
  const told = verify(app, key)
  expect(told.text).toContain(`Grantkeeper noted in entry ${noted}`)
  expect(told.status).toBe(1)
})

test('without a key the bot says so, once in the log and in the settings, and anchors have no MAC', async () => {
  const app = await startSealed({})
  await block(app, 'Account actions')
  const told = app.log.lines.filter(
    ({ message }) => message === 'the history is not sealed: there is no AUDIT_KEY',
  )
  expect(told).toHaveLength(1)
  expect(await settingsOf(app)).toMatch(/Seal of the history.*none/)
  expect(app.readAnchors().at(-1)).not.toHaveProperty('mac')
  expect(verify(app, '', '--anchor', app.anchors)).toMatchObject({ status: 0 })
  const unsealed = verify(app, key)
  expect(unsealed.text).toContain('No entry up to')
  expect(unsealed.status).toBe(1)
})

test('a person who sees some tenants only sees no anchor, whose number counts what others did', async () => {
  const group = demo.groups.find(({ displayName }) => displayName === 'Identity approvers')
  const app = await startSealed({ AUDIT_KEY: key, ROLE_SCOPES: `group:${group?.id}=${tenantIdOf('Adatum')}` })
  const settings = readText((await app.teams.as(people.bob).ask('settings')).card)
  expect(settings).not.toMatch(/hash|anchor/i)
})

test('anchors go to an address too; what cannot be reached is said in the settings and asked again soon', async () => {
  const received: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      received.push(text)
      response.statusCode = received.length > 1 ? 204 : 503
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const app = await startWholeApp({}, undefined, {
    AUDIT_KEY: key,
    AUDIT_ANCHOR_FILE: `${await temporaryFile()}/nowhere/anchors.jsonl`,
    AUDIT_ANCHOR_URL: `http://127.0.0.1:${port}/anchors`,
  })
  expect(received).toHaveLength(1)
  expect(await settingsOf(app)).toMatch(/written to AUDIT_ANCHOR_FILE[\s\S]*sent to AUDIT_ANCHOR_URL/)
  await app.pass(minutes(6))
  expect(received).toHaveLength(2)
  expect(JSON.parse(received[1] ?? '')).toMatchObject({
    anchor: { mac: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  const settings = await settingsOf(app)
  expect(settings).toMatch(/written to AUDIT_ANCHOR_FILE/)
  expect(settings).not.toMatch(/sent to AUDIT_ANCHOR_URL/)
})
