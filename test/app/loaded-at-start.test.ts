import { describe, expect, it } from 'vitest'
import { importsOf, loadsOf, readSources } from '../support/sources.ts'

const files = new Map(
  ['bot', 'cards'].flatMap((folder) => readSources(folder, /\.ts$/)).map((file) => [file.path, file]),
)

/** All that is loaded with these files: files of the project by their path, packages by their name. */
function loadedWith(...starts: string[]): Set<string> {
  const loaded = new Set<string>()
  const waiting = [...starts]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (loaded.has(name)) continue
    loaded.add(name)
    const file = files.get(name)
    if (file) waiting.push(...loadsOf(file))
  }
  return loaded
}

const started = loadedWith('bot/index.ts', 'bot/app/run.ts', 'bot/app/build-app.ts')
const isLoaded = (place: string): boolean =>
  [...started].some((name) => name === place || name.startsWith(`${place}/`))

describe('a start loads', () => {
  it('what a click needs', () => {
    const needed = [
      'bot/edge/handlers/tenant-show.ts',
      'cards/tenant.ts',
      'kysely',
      'zod',
      'restify/lib/server.js',
    ]
    expect(needed.filter((name) => !started.has(name))).toEqual([])
  })

  it('nothing that most processes never need', () => {
    const rare = [
      // One of the two SDKs, by the configuration.
      'bot/edge/teams/channel/botbuilder',
      'bot/edge/teams/channel/teams-apps',
      // One of the two databases.
      'pg',
      'bot/platform/storage/postgres.ts',
      'pg-boss',
      'bot/platform/jobs/boss.ts',
      // A database that is up to date.
      'bot/platform/storage/run-migrations.ts',
      'bot/platform/storage/migrations/001-start.ts',
      // What is needed when somebody asks for it, or at the first token.
      '@azure/msal-node',
      '@modelcontextprotocol/sdk',
      'bot/edge/mcp',
      'bot/edge/http/openapi.ts',
      'bot/domain/preflight/list-checks.ts',
      'cloudevents',
      'fflate',
    ]
    expect(rare.filter(isLoaded)).toEqual([])
    const known = new Set([...files.values()].flatMap(importsOf))
    const exists = (place: string) =>
      [...files.keys(), ...known].some((name) => name === place || name.startsWith(`${place}/`))
    expect(rare.filter((place) => !exists(place))).toEqual([])
  })
})
