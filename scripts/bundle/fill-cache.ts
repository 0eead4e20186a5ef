import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import catalog from '../../bot/domain/catalog/catalog.json' with { type: 'json' }

// Starts the bot of a bundle once on each database, so that the image has the compiled code and no start of it is a first one.
// Node finds it only for the same user, at the same place, and on a processor with the same abilities; others compile anew.

const [folder = 'dist'] = process.argv.slice(2)
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
// The port that nobody listens on.
const nowhere = '127.0.0.1:9'

/** A bot that knows nobody and reaches nothing. */
const environment = {
  BOT_AUTH: 'off',
  BOT_ID: id(0),
  HOME_TENANT_ID: id(1),
  READER_ID: id(2),
  READER_SECRET: 'none',
  ROLE_APPROVERS: id(3),
  SET_CLIENT_IDS: catalog.sets.map((set, index) => `${set.id}=${id(4 + index)}`).join(','),
  REQUIREMENTS: 'catalog',
  PUBLIC_URL: 'http://127.0.0.1:3978',
  HOST: '127.0.0.1',
  LOGIN_BASE_URL: `http://${nowhere}`,
  GRAPH_BASE_URL: `http://${nowhere}`,
}

/** Ends it when it is ready. @throws Error when it ends otherwise than expected */
async function start(database: Readonly<Record<string, string>>, expected: number): Promise<void> {
  const child = spawn(process.execPath, [join(folder, 'bot.mjs')], {
    env: { ...environment, ...database },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')))
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    if (line.includes('"listening"')) child.kill('SIGTERM')
  })
  const [code] = await once(child, 'close')
  if (code !== expected)
    throw new Error(`Expected the bot to end with ${expected}, got ${code}\n${said.join('\n')}`)
}

const data = await mkdtemp(join(tmpdir(), 'grantkeeper-first-start-'))
try {
  await start({ DATABASE_FILE: join(data, 'first.sqlite') }, 0)
  // There is no server, and what talks to one is compiled by then.
  await start({ DATABASE_URL: `postgres://nobody:none@${nowhere}/none` }, 1)
} finally {
  await rm(data, { recursive: true, force: true })
}
