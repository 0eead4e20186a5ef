import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { programOf } from '../support/programs.ts'
import type { Death, Order, Report } from './app-process.ts'

/** A process that runs one bot after another until it is killed. */
export interface BotProcess {
  isAlive(): boolean
  /** Resolves when the process has ended. */
  gone: Promise<unknown>
  /** Starts a bot and resolves when it listens. */
  open(environment: Record<string, string>): Promise<void>
  /** Counts from now on, and dies at that step; 0: never. */
  arm(step: number): Promise<void>
  /** Waits until nothing is due. Returns the steps since `arm`, or undefined if the process died on the way. */
  settle(): Promise<number | undefined>
  /** Stops the bot; the process is ready for another one. */
  close(): Promise<void>
  kill(): Promise<void>
}

/** Starting a process is most of the time of a run: one that has ended its run well takes the next. */
export interface Bots {
  take(): Promise<BotProcess>
  giveBack(bot: BotProcess): void
  killAll(): Promise<void>
}

/** All of them die in this way. They have the heap that docs/operating.md recommends. */
export function makeBots(death: Death): Bots {
  const idle: BotProcess[] = []
  return {
    take: async () => idle.pop() ?? forkBot(death),
    giveBack: (bot) => void idle.push(bot),
    killAll: async () => {
      await Promise.all(idle.map((bot) => bot.kill()))
    },
  }
}

async function forkBot(death: Death): Promise<BotProcess> {
  const child = fork(await programOf('test/crash/app-process.ts'), {
    env: { PATH: process.env.PATH },
    execArgv: ['--max-old-space-size=256'],
    // V8 has much to say when it ends a process.
    stdio: ['ignore', 'inherit', death === 'memory' ? 'ignore' : 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const must = async (order: Order): Promise<void> => {
    if (!(await ask(child, gone, order)))
      throw new Error(`Expected the bot to do ${Object.keys(order)}, but it ended`)
  }
  return {
    isAlive: () => isAlive(child),
    gone,
    open: (environment) => must({ open: environment }),
    arm: (step) => send(child, { arm: step, death }),
    settle: async () => (await ask(child, gone, { settle: true }))?.steps,
    close: () => must({ close: true }),
    kill: async () => {
      if (!isAlive(child)) return
      child.kill('SIGKILL')
      await gone
    },
  }
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** The report on an order; undefined if the process died on the way. */
async function ask(child: ChildProcess, gone: Promise<unknown>, order: Order): Promise<Report | undefined> {
  if (!isAlive(child)) return undefined
  const waiting = new AbortController()
  const { signal } = waiting
  const report = once(child, 'message', { signal }).then(([told]) => told as Report)
  report.catch(() => {})
  await send(child, order)
  try {
    return await Promise.race([report, gone.then(() => undefined)])
  } finally {
    waiting.abort()
  }
}

/** A process that has just died takes no orders; that is not a failure here. */
function send(child: ChildProcess, order: Order): Promise<void> {
  return new Promise((resolve) => {
    if (isAlive(child)) child.send(order, () => resolve())
    else resolve()
  })
}
