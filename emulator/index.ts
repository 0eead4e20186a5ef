import { parseArgs } from 'node:util'
import { demo, makeDemoWorld } from './demo-world.ts'
import { makeFleetWorld } from './fleet-world.ts'
import { makeFreshWorld } from './fresh-world.ts'
import { startEmulator } from './server.ts'
import { makeEmptyWorld } from './world/tenants.ts'
import type { World } from './world/types.ts'

const usage =
  'node emulator/index.ts [--port 4100] [--host 127.0.0.1] [--world demo|fresh|empty|fleet:1000] [--bot http://127.0.0.1:3978]'

function makeWorld(name: string, botUrl: string): World {
  const redirectUri = `${botUrl}/consent/callback`
  const fleet = /^fleet:(\d+)$/.exec(name)
  if (fleet) return makeFleetWorld(Number(fleet[1]), { redirectUri })
  if (name === 'demo') return makeDemoWorld({ redirectUri })
  if (name === 'fresh') return makeFreshWorld()
  if (name === 'empty') return makeEmptyWorld({ homeTenantId: demo.homeTenantId })
  throw new Error(`Unknown world ${name}.\n${usage}`)
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${text} isn't a port.\n${usage}`)
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4100' },
      host: { type: 'string', default: '127.0.0.1' },
      world: { type: 'string', default: 'demo' },
      bot: { type: 'string', default: 'http://127.0.0.1:3978' },
    },
  })
  if (!URL.canParse(values.bot)) throw new Error(`${values.bot} isn't a URL.\n${usage}`)
  const botUrl = values.bot.replace(/\/$/, '')
  const world = makeWorld(values.world, botUrl)
  const { url, close } = await startEmulator({
    port: readPort(values.port),
    host: values.host,
    world,
    botUrl,
  })
  console.log(`emulator ${url}  world ${url}/world  apps ${url}/apps`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
}

try {
  await run()
} catch (error) {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(
    isTaken ? `That port is in use. Choose another one with --port.\n${usage}` : (error as Error).message,
  )
  process.exitCode = 1
}
