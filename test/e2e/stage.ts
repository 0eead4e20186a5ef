import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { inject } from 'vitest'
import { browserArguments } from '../../scripts/browser-arguments.ts'
import { makeTeamsPage, patienceMs, pictures, type TeamsPage } from './teams-page.ts'

export type Who = 'alice' | 'bob' | 'olivia'

/** What `npm start` starts, and a browser before it. */
export interface Stage {
  /** The Teams of one person. The page is opened when it is first asked for, as a person would. */
  teamsOf(who: Who): Promise<TeamsPage>
  /** Presses a button of the world page, by its call. */
  change(call: string, input: Record<string, unknown>): Promise<void>
  browser: BrowserContext
  worldUrl: string
  appsUrl: string
  end(): Promise<void>
}

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const quietly = [
  ...browserArguments,
  '--no-proxy-server',
  // The client would fetch fonts; whoever is offline waits for them.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]

/** A browser without anything of its owner, that talks to nobody but this machine. It can trust any certificate there. */
export async function openBrowser({
  ignoreHTTPSErrors = false,
} = {}): Promise<{ browser: BrowserContext; close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'grantkeeper-browser-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    ignoreHTTPSErrors,
    args: quietly,
    viewport: { width: 1280, height: 1100 },
  })
  browser.setDefaultTimeout(patienceMs)
  const close = async (): Promise<void> => {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
  }
  return { browser, close }
}

const doors: Readonly<Record<Who, number>> = { alice: 3, bob: 4, olivia: 5 }

/** Starts everything on nine ports in a row. What was started ends with `end`, also when the rest does not start. */
export async function openStage(firstPort: number, catalog?: string, webhooks?: string): Promise<Stage> {
  await mkdir(pictures, { recursive: true })
  const demo = startDemo(firstPort, { catalog, webhooks })
  const started = await Promise.all([demo.ready, openBrowser()]).catch(async (error) => {
    await demo.end()
    throw error
  })
  const [, { browser, close }] = started
  const at = (offset: number): string => `http://127.0.0.1:${firstPort + offset}`
  const pages = new Map<Who, Promise<TeamsPage>>()
  return {
    teamsOf: (who) => {
      const page = pages.get(who) ?? makeTeamsPage(browser, at(doors[who]))
      pages.set(who, page)
      return page
    },
    change: (call, input) => changeWorld(`${at(2)}/world/api/${call}`, input),
    browser,
    worldUrl: `${at(2)}/world`,
    appsUrl: `${at(2)}/apps`,
    end: async () => {
      await close()
      await demo.end()
    },
  }
}

function startDemo(
  firstPort: number,
  files: Readonly<Record<'catalog' | 'webhooks', string | undefined>>,
): { ready: Promise<void>; end(): Promise<void> } {
  const bot = join(inject('dist'), 'bot.mjs')
  const own = Object.entries({ ...files, bot }).flatMap(([name, file]) =>
    file === undefined ? [] : [`--${name}`, file],
  )
  const demo = spawn(process.execPath, ['bot/start.ts', '--ports', `${firstPort}`, ...own], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  // A test run that is broken off must not leave a demo behind.
  const kill = (): boolean => demo.kill('SIGINT')
  process.once('exit', kill)
  const end = async (): Promise<void> => {
    process.off('exit', kill)
    if (demo.exitCode !== null) return
    const exited = once(demo, 'exit')
    kill()
    await exited
  }
  return { ready: saidReady(demo), end }
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

async function changeWorld(url: string, input: Record<string, unknown>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`The world did not change: ${answer}`)
}
