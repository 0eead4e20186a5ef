import { ConfigError, type Problem } from './problem.ts'

/** Former client IDs by set, and the client IDs of our own apps. */
interface Former {
  former?: Readonly<Record<string, readonly string[]>>
  own?: readonly string[]
}

/** Checks that each set of the catalog, and nothing else, has its own client ID, and that none in use is a former one. @throws ConfigError */
export function checkSetClientIds(
  clientIds: Readonly<Record<string, string>>,
  setIds: readonly string[],
  { former = {}, own = [] }: Former = {},
): void {
  const problems: Problem[] = []
  const report = (text: string) => problems.push({ variable: 'SET_CLIENT_IDS', text })
  const owners = new Map<string, string>()
  for (const setId of setIds) {
    if (!Object.hasOwn(clientIds, setId))
      report(`The set "${setId}" of the catalog has no client ID. Add ${setId}=GUID.`)
  }
  for (const [setId, clientId] of Object.entries(clientIds)) {
    const owner = owners.get(clientId)
    if (!setIds.includes(setId))
      report(`The catalog has no set "${setId}". Its sets are ${setIds.join(', ')}.`)
    if (owner !== undefined)
      report(`"${owner}" and "${setId}" have the same client ID. Give each set its own app registration.`)
    owners.set(clientId, setId)
  }
  // People are told to delete a former app.
  const inUse = new Set([...Object.values(clientIds), ...own].map((id) => id.toLowerCase()))
  for (const [setId, ids] of Object.entries(former))
    for (const id of ids.filter((each) => inUse.has(each)))
      report(`${id} is in use, but the catalog lists it under formerClientIds of "${setId}".`)
  if (problems.length > 0) throw new ConfigError(problems)
}
