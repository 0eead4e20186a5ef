/** Folder or file → what else it may import. The longest matching name wins. Layers of `bot/`: app, edge, domain, platform. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'bot/index.ts': ['bot/app/run.ts'],
  // Chooses between the real bot and the demo, so only this file sees both.
  'bot/start.ts': ['bot/index.ts', 'bot/platform/config', 'demo/run-demo.ts'],
  'bot/app': ['bot/edge', 'bot/domain', 'bot/platform', 'cards', 'package.json'],
  'bot/edge/handlers': [
    'bot/edge/views',
    'bot/edge/teams/actions',
    'bot/edge/teams/grammar',
    'bot/domain',
    'bot/platform',
    'cards',
  ],
  'bot/edge/views': ['bot/edge/teams/actions', 'bot/domain', 'bot/platform', 'cards'],
  // Reads only: no handler, and so no act, can be reached from here (test/edge/mcp/reads-only.test.ts).
  'bot/edge/mcp': ['bot/edge/views', 'bot/edge/teams/grammar', 'bot/domain', 'bot/platform', 'cards'],
  'bot/edge/http': ['bot/edge/teams', 'bot/domain', 'bot/platform', 'cards'],
  'bot/edge/teams': ['bot/domain', 'bot/platform', 'cards'],
  // The folders of Teams, from the bottom up. Handlers and views see only `actions`, which does not know the SDK.
  'bot/edge/teams/channel': ['bot/platform', 'cards'],
  'bot/edge/teams/channel/botbuilder': ['bot/edge/teams/channel', 'bot/platform'],
  'bot/edge/teams/channel/teams-apps': ['bot/edge/teams/channel', 'bot/platform'],
  'bot/edge/teams/actions': ['bot/edge/teams/channel/activity.ts', 'bot/domain', 'bot/platform', 'cards'],
  'bot/edge/teams/grammar': ['bot/edge/teams/actions', 'bot/domain', 'bot/platform'],
  'bot/edge/teams/conversations': [
    'bot/edge/teams/actions',
    'bot/edge/teams/channel',
    'bot/domain',
    'bot/platform',
    'cards',
  ],
  'bot/edge/teams/turns': [
    'bot/edge/teams/actions',
    'bot/edge/teams/channel',
    'bot/edge/teams/conversations',
    'bot/edge/teams/grammar',
    'bot/domain',
    'bot/platform',
    'cards',
  ],
  'bot/domain': ['bot/platform'],
  'bot/platform': [],
  cards: [],
  emulator: [],
  demo: ['bot', 'emulator'],
  bench: ['bot', 'cards', 'emulator', 'demo', 'scripts/bundle', 'test/support/start-postgres.ts'],
  scripts: ['cards', 'bot', 'test/support', 'package.json'],
  infra: ['bot', 'package.json'],
}

/** Folder → the only place outside of it that may import it. */
export const sealed: Readonly<Record<string, string>> = {
  // The seam: what is Microsoft's SDK stays in its folder, and the rest of the bot knows its port, `teams-sdk.ts`.
  'bot/edge/teams/channel/botbuilder': 'bot/app/load-teams-sdk.ts',
  'bot/edge/teams/channel/teams-apps': 'bot/app/load-teams-sdk.ts',
}

/** Where each library may be imported. Others must not be imported by the program. */
export const libraries: Readonly<Record<string, readonly string[]>> = {
  '@azure/msal-node': ['bot/platform/microsoft'],
  // The seam: an SDK is known in its own folder only.
  '@microsoft/teams.apps': ['bot/edge/teams/channel/teams-apps'],
  '@microsoft/teams-ai': ['bot/edge/teams/channel/botbuilder'],
  botbuilder: ['bot/edge/teams/channel/botbuilder'],
  'botframework-connector': ['bot/edge/teams/channel/botbuilder'],
  '@modelcontextprotocol/sdk': ['bot/edge/mcp'],
  '@opentelemetry/api': ['bot/platform/base/trace.ts'],
  'adaptivecards-templating': ['cards/render.ts'],
  entities: ['bot/edge/teams/channel/read-markup.ts'],
  fflate: ['bot/platform/base/read-zipped-json.ts'],
  jose: ['bot/edge/http', 'emulator'],
  cloudevents: ['bot/domain/events'],
  keyv: ['bot/platform/storage'],
  kysely: ['bot'],
  'lru-cache': ['bot/platform/base/bounded-map.ts'],
  pg: ['bot/platform/storage'],
  'pg-boss': ['bot/platform/jobs', 'bot/platform/storage'],
  pino: ['bot/platform/base/log.ts'],
  'prom-client': ['bot/edge/http'],
  restify: ['bot/edge/http', 'bot/app'],
  standardwebhooks: ['bot/platform/webhooks'],
  undici: ['bot/platform/microsoft', 'bot/platform/webhooks'],
  zod: ['bot', 'emulator'],
}

export const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

/** The rule for a path; undefined if there is none. */
export function ruleOf(path: string): { place: string; allowed: readonly string[] } | undefined {
  const places = Object.keys(mayImport).filter((place) => isIn(path, place))
  const place = places.reduce((longest, next) => (next.length > longest.length ? next : longest), '')
  const allowed = mayImport[place]
  return allowed && { place, allowed }
}
