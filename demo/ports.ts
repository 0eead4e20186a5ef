import { createServer } from 'node:net'

export const host = '127.0.0.1'

const names = [
  'page',
  'bot',
  'emulator',
  'teamsOfAlice',
  'teamsOfBob',
  'teamsOfOlivia',
  'teamsOfVictor',
  'teamsOfNadia',
  'teamsOfGus',
] as const
type Part = (typeof names)[number]
export type Ports = Readonly<Record<Part, number>>

const usual: Ports = {
  page: 4000,
  bot: 3978,
  emulator: 4100,
  teamsOfAlice: 56150,
  teamsOfBob: 56151,
  teamsOfOlivia: 56152,
  teamsOfVictor: 56153,
  teamsOfNadia: 56154,
  teamsOfGus: 56155,
}

const labels: Readonly<Record<Part, string>> = {
  page: 'the start page',
  bot: 'the bot',
  emulator: 'the Entra and Graph emulator',
  teamsOfAlice: "Alice's Teams",
  teamsOfBob: "Bob's Teams",
  teamsOfOlivia: "Olivia's Teams",
  teamsOfVictor: "Victor's Teams",
  teamsOfNadia: "Nadia's Teams",
  teamsOfGus: "Gus's Teams",
}

/** The ports of the demo: the default ones, or nine in a row from `first`. @throws Error when `first` is not a port */
export function choosePorts(first: string | undefined): Ports {
  if (first === undefined) return usual
  const start = Number(first)
  if (!Number.isInteger(start) || start < 1_024 || start > 65_527) {
    throw new Error(`"${first}" isn't a valid first port. Use a number from 1024 to 65527.`)
  }
  return Object.fromEntries(names.map((name, index) => [name, start + index])) as Ports
}

/** @throws Error that lists every port in use and how to choose others */
export async function assertFree(ports: Ports): Promise<void> {
  const taken: Part[] = []
  for (const name of names) if (!(await isFree(ports[name]))) taken.push(name)
  if (taken.length === 0) return
  const lines = taken.map((name) => `  ${ports[name]}, needed for ${labels[name]}`)
  const other =
    'Stop the programs that use them, or choose nine other ports in a row: npm start -- --ports 5000'
  throw new Error(`These ports are in use:\n${lines.join('\n')}\n${other}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
