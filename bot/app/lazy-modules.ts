import { registerHooks } from 'node:module'

/**
 * What files of libraries load at once, though this bot never uses it, or rarely: sign-in prompts, language models, other
 * credentials and transports, layouts that are more than fields and lists. It is loaded when it's first touched.
 */
export const lazyModules: Readonly<Record<string, readonly string[]>> = {
  '@microsoft/teams-ai/lib/Application.js': ['./AI', './authentication/Authentication'],
  '@microsoft/teams-ai/lib/authentication/BotAuthenticationBase.js': [
    'botbuilder-dialogs',
    './Authentication',
  ],
  'adaptivecards-templating/lib/template-engine.js': ['adaptive-expressions'],
  'botbuilder/lib/botFrameworkHttpClient.js': ['axios'],
  'botbuilder/lib/fileTranscriptStore.js': ['fs-extra'],
  'botbuilder/lib/setSpeakMiddleware.js': ['htmlparser2'],
  'botframework-connector/lib/auth/botFrameworkClientImpl.js': ['axios'],
  'botframework-connector/lib/auth/certificateAppCredentials.js': ['@azure/msal-node'],
  'botframework-connector/lib/auth/federatedAppCredentials.js': ['@azure/msal-node'],
  'botframework-connector/lib/auth/jwtTokenProviderFactory.js': ['@azure/identity'],
  'botframework-connector/lib/auth/msalAppCredentials.js': ['@azure/msal-node'],
  'botframework-connector/lib/auth/openIdMetadata.js': ['node-fetch', 'https-proxy-agent'],
  'botframework-connector/lib/emulatorApiClient.js': ['cross-fetch'],
  'botframework-streaming/lib/webSocket/nodeWebSocket.js': ['ws'],
}

/** Stands in for a module until it's touched. At the end of a file, because functions are known in all of it. */
const lazyModule = `
function lazyModule(load) {
  let loaded
  const get = () => (loaded ??= load())
  return new Proxy({}, { get: (_, key) => get()[key], has: (_, key) => key in get() })
}
`

/** Those of the file of this path or address. */
function lazyModulesOf(place: string): readonly string[] {
  const [, file = ''] = /.*[\\/]node_modules[\\/](.+)$/.exec(place) ?? []
  return lazyModules[file.replaceAll('\\', '/')] ?? []
}

/** The code of a library's file that loads its lazy modules when they are first touched; undefined if it has none. */
export function makeLazy(place: string, code: () => string): string | undefined {
  const names = lazyModulesOf(place)
  if (names.length === 0) return undefined
  const changed = names.reduce((text, name) => {
    // TypeScript wraps a module that it imports by default.
    const loading = new RegExp(`(?:__importDefault\\()?require\\("${name.replaceAll('.', '\\.')}"\\)+`)
    if (!loading.test(text)) throw new Error(`Expected ${place} to load ${name}`)
    return text.replace(loading, (found) => `lazyModule(() => ${found})`)
  }, code())
  return changed + lazyModule
}

/** While `work` loads the program, libraries leave their lazy modules for later. */
export async function withLazyModules<T>(work: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context)
      const source = makeLazy(url, () => String(loaded.source))
      return source === undefined ? loaded : { ...loaded, source }
    },
  })
  try {
    return await work()
  } finally {
    hooks.deregister()
  }
}
