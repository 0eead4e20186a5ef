const ground = ['bot/graph', 'bot/storage', 'bot/catalog', 'bot/jobs']
const domain = [
  'access',
  'alerts',
  'audit',
  'campaigns',
  'consent',
  'doctor',
  'grants',
  'outbox',
  'people',
  'requests',
  'requirements',
  'status',
  'sync',
  'tenants',
]
const domains = domain.map((name) => `bot/${name}`)
/** The part of `bot/teams` that knows nothing of Microsoft's SDK. */
const speech = ['action', 'actor', 'answer', 'chat', 'command', 'live-cards'].map(
  (name) => `bot/teams/${name}.ts`,
)

/** Every file of the bot may import these. */
export const everywhere = [
  'compartment',
  'config',
  'deps',
  'errors',
  'log',
  'person',
  'retry-after',
  'time',
  'trace',
].map((name) => `bot/${name}.ts`)

/** Folder or file → what it may import besides itself. The longest name that fits a path is its rule. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'bot/index.ts': ['bot/run.ts'],
  'bot/run.ts': [
    'bot/app.ts',
    'bot/app',
    'bot/config',
    'bot/catalog',
    'bot/storage',
    // What takes long to load.
    'bot/http',
    'bot/graph',
    'bot/teams',
    'bot/handlers',
    'cards',
  ],
  'bot/app.ts': ['bot/app', 'bot/http', 'bot/teams', 'bot/views', ...domains, ...ground],
  'bot/app': [
    'bot/http',
    'bot/handlers',
    'bot/views',
    'bot/teams',
    'bot/config',
    ...domains,
    ...ground,
    'package.json',
  ],
  'bot/handlers': ['bot/views', 'cards', ...speech, ...domains, ...ground],
  'bot/views': ['cards', ...speech, ...domains, ...ground],
  'bot/http': ['bot/teams', 'bot/consent', 'bot/access', 'bot/status', 'cards'],
  'bot/teams': ['bot/people', 'bot/storage', 'cards'],
  ...Object.fromEntries(domains.map((name) => [name, [...domains, ...ground]])),
  'bot/graph': ['bot/catalog'],
  'bot/jobs': ['bot/storage'],
  'bot/storage': [],
  'bot/catalog': [],
  'bot/config': [],
  'bot/config.ts': ['bot/config'],
  'bot/deps.ts': [...ground, 'bot/people/people.ts'],
  'bot/compartment.ts': [],
  'bot/errors.ts': [],
  'bot/log.ts': ['bot/log-redaction.ts'],
  'bot/log-redaction.ts': [],
  'bot/person.ts': [],
  'bot/retry-after.ts': [],
  'bot/time.ts': [],
  'bot/trace.ts': [],
  cards: [],
  emulator: [],
  demo: ['bot', 'emulator'],
  bench: ['bot', 'cards', 'emulator', 'demo', 'test/support/start-postgres.ts'],
  scripts: ['cards', 'bot', 'test/support'],
}

/** Where each library may be imported. What is not here may be imported nowhere in the program. */
export const libraries: Readonly<Record<string, readonly string[]>> = {
  '@azure/msal-node': ['bot/graph'],
  '@microsoft/teams-ai': ['bot/teams'],
  botbuilder: ['bot/teams'],
  'botframework-connector': ['bot/teams'],
  '@opentelemetry/api': ['bot/trace.ts'],
  'adaptivecards-templating': ['cards/render.ts'],
  jose: ['bot/http', 'emulator'],
  keyv: ['bot/storage'],
  kysely: ['bot'],
  pg: ['bot/storage'],
  pino: ['bot/log.ts'],
  'prom-client': ['bot/http'],
  restify: ['bot/http', 'bot/app', 'bot/app.ts'],
  undici: ['bot/graph'],
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
