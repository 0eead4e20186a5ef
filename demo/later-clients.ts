import { introduce } from './introduce.ts'
import { startPlayground } from './playground.ts'
import { host, type Ports } from './ports.ts'
import type { Program } from './program.ts'
import type { Screen } from './screens.ts'
import { untilReady } from './until-ready.ts'

/** Clients that start when somebody opens their door: each costs seconds and memory, and few people open all. */
export interface LaterClients {
  /** Resolves when the client is ready; a second call waits for the same one. */
  open(screen: Screen): Promise<void>
  stop(): Promise<void>
}

export function makeLaterClients(ports: Ports, folder: string): LaterClients {
  const started = new Map<Screen, { program: Promise<Program>; ready: Promise<void> }>()
  const start = (screen: Screen): Promise<void> => {
    const program = startPlayground({
      person: screen.person,
      port: ports[screen.part],
      botPort: ports.bot,
      folder,
    })
    const ready = program.then(({ ended }) => Promise.race([untilMet(screen, ports), ended]))
    started.set(screen, { program, ready })
    // The door can be tried again.
    ready.catch(() => started.delete(screen))
    return ready
  }
  return {
    open: (screen) => started.get(screen)?.ready ?? start(screen),
    stop: async () => {
      for (const { program } of started.values()) await (await program).stop()
    },
  }
}

/** Until the client listens and the bot knows whose it is. */
export async function untilMet({ person, part }: Screen, ports: Ports): Promise<void> {
  await untilReady(`http://${host}:${ports[part]}/_debug/ping`)
  await introduce({ person, port: ports[part], botPort: ports.bot })
}
