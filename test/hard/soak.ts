import { setTimeout as pause } from 'node:timers/promises'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { makeChance } from '../model/chance.ts'
import type { BotProcess } from '../support/bot-process.ts'
import { holdingsOf } from '../support/heap.ts'

const megabyte = 1024 * 1024

export interface Sample {
  hour: number
  /** MB after collecting garbage. */
  held: number
  /** MB of pages that the process has, free ones that it keeps for later among them. */
  resident: number
  /** Open files and sockets. */
  files: number
  handles: number
}

export async function sample(bot: BotProcess, startedAt: number): Promise<Sample> {
  const { held, handles } = await holdingsOf(bot.inspectPort)
  const signal = AbortSignal.timeout(60_000)
  const text = await (await fetch(`${bot.origin}/metrics`, { signal })).text()
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  return {
    hour: (performance.now() - startedAt) / 3_600_000,
    held: held / megabyte,
    resident: figure('process_resident_memory_bytes') / megabyte,
    files: figure('process_open_fds'),
    handles,
  }
}

/** Looks at the bot until it is over, and says what it sees: whatever ends a long run, its course is known. */
export async function watchBot(
  bot: BotProcess,
  { everyMs, startedAt, isOver }: { everyMs: number; startedAt: number; isOver(): boolean },
): Promise<{ samples: Sample[]; failures: string[] }> {
  const samples: Sample[] = []
  const failures: string[] = []
  while (!isOver()) {
    try {
      const seen = await sample(bot, startedAt)
      samples.push(seen)
      process.stdout.write(`soak: ${inWords(seen)}\n`)
    } catch (error) {
      failures.push(String(error))
      process.stdout.write(`soak: not seen: ${error}\n`)
    }
    await pause(everyMs)
  }
  return { samples, failures }
}

const inWords = ({ hour, held, resident, files, handles }: Sample): string =>
  `minute ${(hour * 60).toFixed(1)}: held ${held.toFixed(1)} MB, resident ${resident.toFixed(0)} MB, files ${files}, handles ${handles}`

/** The last two thirds: what is built up once is no growth. */
export const lateOf = (samples: readonly Sample[]): readonly Sample[] =>
  samples.slice(Math.floor(samples.length / 3))

/** MB an hour: the line that fits best through what was held, after the first third. */
export function slopeOf(samples: readonly Sample[]): number {
  const late = lateOf(samples)
  const mean = (of: (each: Sample) => number): number =>
    late.reduce((sum, each) => sum + of(each), 0) / late.length
  const [hour, held] = [mean((each) => each.hour), mean((each) => each.held)]
  const over = late.reduce((sum, each) => sum + (each.hour - hour) * (each.held - held), 0)
  return over / late.reduce((sum, each) => sum + (each.hour - hour) ** 2, 0)
}

/** Something breaks for two of every ten seconds. */
export async function breakThings(bot: BotProcess, seed: number, isOver: () => boolean): Promise<void> {
  const chance = makeChance(seed)
  const { world } = bot.emulator
  const effects = [
    { kind: 'status' as const, status: 429, retryAfter: '1' },
    { kind: 'status' as const, status: 503 },
    { kind: 'cut' as const },
    { kind: 'truncate' as const },
    { kind: 'slow' as const, ms: 1_500 },
    { kind: 'hang' as const },
  ]
  while (!isOver()) {
    addFault(world, { where: 'graph', effect: chance.pick(effects), times: 1 + chance.number(20) })
    if (chance.oneIn(2))
      bot.teams.connector.fail({ status: chance.pick([429, 500, 502, 412]) }, chance.number(5))
    await pause(2_000)
    removeFaults(world)
    bot.teams.connector.recover()
    // What this process remembers of a long run would slow it down, and with it the bot beside it.
    bot.teams.forget()
    await pause(isOver() ? 0 : 8_000)
  }
}
