/** Where lines go that must be kept outside of the database. */
interface Places {
  file?: { append(line: string): Promise<void>; readLastLines(): Promise<readonly string[]> }
  url?: { post(line: string): Promise<void> }
}

type PlaceName = keyof Places

/** Sends lines outside, and remembers the last one. */
export interface LinePlaces {
  /** The newest lines that are known outside of the database: sent by this process, or by an earlier one to the file. */
  findLast(): Promise<readonly string[]>
  /** Sends it to every place; a failure of one doesn't stop the other. */
  send(line: string): Promise<void>
  /** The places that the last line didn't reach, and why. */
  failures(): ReadonlyMap<PlaceName, unknown>
}

export function makeLinePlaces({ file, url }: Places): LinePlaces {
  let last: string | undefined
  const failures = new Map<PlaceName, unknown>()
  const attempt = async (name: PlaceName, work: Promise<void> | undefined): Promise<void> => {
    try {
      await work
      failures.delete(name)
    } catch (error) {
      failures.set(name, error)
    }
  }
  return {
    findLast: async () => (last === undefined ? ((await file?.readLastLines()) ?? []) : [last]),
    send: async (line) => {
      last = line
      await Promise.all([attempt('file', file?.append(line)), attempt('url', url?.post(line))])
    },
    failures: () => failures,
  }
}
