import { z } from 'zod'
import { demo } from '../demo-world.ts'

/** The result that an app of the suite got for one set in one tenant. */
export type Learned =
  | { kind: 'answer'; answer: Access }
  /** The bot returned an error status. */
  | { kind: 'refused'; status: number }
  /** No token, or no bot. */
  | { kind: 'failed'; words: string }

export interface SuiteApp {
  id: string
  name: string
  clientId: string
  secret: string
  sets: readonly string[]
}

/** The associated apps. Each asks the bot, with its own token, whether it can use its data. */
export interface Suite {
  apps: readonly SuiteApp[]
  ask(app: SuiteApp, tenantId: string, setId: string): Promise<Learned>
}

const accessShape = z.object({
  allowed: z.boolean(),
  status: z.string(),
  lastKnownStatus: z.string().optional(),
  since: z.string().nullable(),
  reason: z.string(),
  checkedAt: z.string().nullable(),
})

export type Access = z.output<typeof accessShape>

const tokenShape = z.object({ access_token: z.string(), expires_in: z.number() })
const patienceMs = 4_000

interface Places {
  /** Where tokens are requested: this emulator. */
  loginUrl(): string
  botUrl: string | undefined
}

/** Well-behaved apps: a token is reused until it expires, and an unchanged answer costs a 304. */
export function makeSuite(places: Places): Suite {
  const tokens = makeTokens(places.loginUrl)
  const answers = new Map<string, { tag: string; access: Access }>()

  async function ask(app: SuiteApp, tenantId: string, setId: string): Promise<Learned> {
    const url = `${places.botUrl}/api/v1/access?tenant=${tenantId}&set=${setId}`
    const before = answers.get(app.id + url)
    const headers = {
      authorization: `Bearer ${await tokens.of(app)}`,
      ...(before ? { 'if-none-match': before.tag } : {}),
    }
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs) })
    if (response.status === 304 && before) return { kind: 'answer', answer: before.access }
    if (response.status === 401) tokens.forget(app)
    if (response.status !== 200) return { kind: 'refused', status: response.status }
    const access = accessShape.parse(await response.json())
    const tag = response.headers.get('etag')
    if (tag) answers.set(app.id + url, { tag, access })
    return { kind: 'answer', answer: access }
  }

  return {
    apps: demo.apps,
    ask: (app, tenantId, setId) =>
      ask(app, tenantId, setId).catch((error: unknown) => ({ kind: 'failed', words: wordsOf(error) })),
  }
}

/** One token per app, cached until a minute before it expires. */
function makeTokens(loginUrl: () => string) {
  const tokens = new Map<string, { text: Promise<string>; endsAtMs: number }>()
  /** Concurrent calls share one token request; a failed one is not cached. */
  const of = (app: SuiteApp): Promise<string> => {
    const known = tokens.get(app.id)
    if (known && known.endsAtMs > Date.now()) return known.text
    const bought = buyToken(loginUrl(), app)
    const entry = {
      text: bought.then(({ access_token }) => access_token),
      endsAtMs: Number.POSITIVE_INFINITY,
    }
    tokens.set(app.id, entry)
    bought.then(
      ({ expires_in }) => {
        entry.endsAtMs = Date.now() + (expires_in - 60) * 1000
      },
      () => tokens.delete(app.id),
    )
    return entry.text
  }
  return { of, forget: (app: SuiteApp) => tokens.delete(app.id) }
}

async function buyToken(loginUrl: string, app: SuiteApp): Promise<z.output<typeof tokenShape>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.secret,
    scope: `${demo.apiAudience}/.default`,
  })
  const response = await fetch(`${loginUrl}/${demo.homeTenantId}/oauth2/v2.0/token`, { method: 'POST', body })
  const answer: unknown = await response.json()
  if (response.ok) return tokenShape.parse(answer)
  const { error_description: words } = answer as { error_description?: string }
  throw new Error(`No token: ${words?.split(' Trace ID')[0] ?? response.status}`)
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'The bot returned an unexpected response'
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'The bot didn’t respond in time'
  return error.message === 'fetch failed' ? 'The bot isn’t running' : error.message
}
