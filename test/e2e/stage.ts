import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { makeChat, type TeamsPage } from './teams-page.ts'

/** What `npm start` starts, and a browser before it. */
export interface Stage {
  /** The Teams of one person. */
  alice: TeamsPage
  bob: TeamsPage
  browser: BrowserContext
  worldUrl: string
  appsUrl: string
  /** Keeps a picture of the page for people to look at. */
  end(): Promise<void>
}

export const pictures = resolve('out', 'pictures')

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
]

/** A browser without anything of its owner, that talks to nobody on its own. */
export async function openBrowser(): Promise<{ browser: BrowserContext; close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'grantkeeper-browser-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: quietly,
    viewport: { width: 1280, height: 1100 },
  })
  const close = async (): Promise<void> => {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
  }
  return { browser, close }
}

export async function openStage(firstPort: number): Promise<Stage> {
  await mkdir(pictures, { recursive: true })
  const demo = spawn(process.execPath, ['demo/start.ts', '--ports', `${firstPort}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  await saidReady(demo)
  const { browser, close } = await openBrowser()
  const at = (offset: number): string => `http://127.0.0.1:${firstPort + offset}`
  return {
    alice: await makeChat(browser, at(3)),
    bob: await makeChat(browser, at(4)),
    browser,
    worldUrl: `${at(2)}/world`,
    appsUrl: `${at(2)}/apps`,
    end: async () => {
      await close()
      demo.kill('SIGINT')
      await once(demo, 'exit')
    },
  }
}

async function saidReady(demo: ChildProcess): Promise<void> {
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    demo.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('is ready')) resolve()
    })
    demo.once('exit', (code) =>
      reject(new Error(`Expected the demo to get ready, it ended (${code})\n${said}`)),
    )
  })
  await ready
}
