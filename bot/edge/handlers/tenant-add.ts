import { z } from 'zod'
import { connectTenant } from '#domain/consent/connect-tenant.ts'
import { isReadable } from '#domain/grants/is-readable.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findSimilarTenants } from '#domain/tenants/similar-tenants.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import { nearness } from '#platform/text/near-text.ts'
import type { Card } from '../../../cards/render.ts'
import { tenantAddCard } from '../../../cards/tenant-add.ts'
import { type Actor, may } from '../teams/actions/actor.ts'
import { toActor, toEveryone } from '../teams/actions/answer.ts'
import { askBack, tenantChoices } from '../teams/grammar/ask-back.ts'
import { cutTokens, type Token } from '../teams/grammar/cut-tokens.ts'
import { findTurn, isJoin, isLabel, isSeparator } from '../teams/grammar/plain-words.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { showTenant, type Viewer } from '../views/tenant-view.ts'
import { answerWithConsent, cardLocation } from './answer-with-consent.ts'
import { defineHandler, defineWord } from './define.ts'
import { typedLine } from './typed-text.ts'

/** Of a portal or of a sign-in page. */
const longestAddress = 4_000

/** Adds a tenant by domain or GUID: a consent link for the reader app. A mistyped domain comes back in the form. */
export const tenantAdd = defineHandler({
  verb: 'tenant.add',
  role: 'operator',
  reach: 'ownTenants',
  input: z.object({ domain: typedLine(longestAddress) }),
  leadsTo: async ({ input, deps }) => {
    const tenantId = await deps.directory.resolveTenant(input.domain)
    return { verb: 'tenant.add', input, order: orderOf(tenantId, input.domain) }
  },

  act: add,

  async handle(call) {
    const { actor, input, turn, deps } = call
    const connecting = await add(call).catch((error: unknown) => {
      if (error instanceof UserError) return error
      throw error
    })
    if (connecting instanceof UserError) {
      const { code, facts } = connecting
      const form = asked.has(code) && (await findAddRequest(deps, { actor, turn }, input.domain))
      if (form) return toActor(form)
      return toActor(tenantAddCard({ now: deps.clock(), domain: input.domain, problem: { code, facts } }))
    }
    if ('consent' in connecting) return answerWithConsent(deps, { actor, turn, consent: connecting.consent })
    const { tenantId } = connecting
    return toEveryone(await showTenant(deps, { actor, turn }, { tenantId, notice: alreadyAdded }))
  },
})

function add({ actor, input, turn, deps }: Viewer & { input: { domain: string }; deps: HandlerDeps }) {
  return connectTenant(deps, { text: input.domain, by: actor, place: cardLocation(turn) })
}

const alreadyAdded = { kind: 'info', code: 'TENANT_ALREADY_ADDED' } as const

const asked: ReadonlySet<UserErrorCode> = new Set(['APPROVAL_NEEDED', 'ROLE_MISSING', 'SCOPE_MISSING'])

/** One person is not enough: the form that asks a second one, for a tenant that the person may ask for. */
async function findAddRequest(deps: HandlerDeps, viewer: Viewer, text: string): Promise<Card | undefined> {
  const { actor } = viewer
  const tenantId = await deps.directory.resolveTenant(text)
  if (!may(actor, 'operator', tenantId)) return undefined
  if (await isReadable(deps.database.db, tenantId))
    return showTenant(deps, viewer, { tenantId, notice: alreadyAdded })
  return showRequestForm(deps, actor, { order: orderOf(tenantId, text) })
}

const orderOf = (tenantId: string, text: string) =>
  ({ kind: 'add', tenantIds: [tenantId], domain: readTenantText(text) ?? tenantId }) as const

const usage = 'add tenant <domain or ID>'

export const addTenantCommand = defineWord({
  word: 'add tenant',
  said: [
    'add the tenant',
    'add a tenant',
    'add a new tenant',
    'add new tenant',
    'add customer',
    'add',
    'connect tenant',
    'connect to',
    'connect',
    'onboard tenant',
    'onboard',
    'register tenant',
    'register',
    'new tenant',
    'tenant add',
  ],
  usage,
  examples: ['add tenant contoso.com'],
  read: async (args, deps, actor, beside) => {
    if (args === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
    const domain = oneTenantText(args) ?? oneTenantText(beside.addressed) ?? args
    await assertNoneNear(deps, actor, domain)
    return { domain }
  },
  action: tenantAdd,
})

/** The one domain or ID of the words; undefined if other words say more. @throws UserError TENANTS_SEVERAL, LINE_NEGATED */
function oneTenantText(args: string): string | undefined {
  const texts = cutTokens(args).flatMap((token) => (isPlain(token) ? [] : [args.slice(token.at, token.end)]))
  const named = texts.filter((text) => readTenantText(text) !== undefined)
  const turn = named.length > 0 ? findTurn(args) : undefined
  if (turn !== undefined) throw new UserError('LINE_NEGATED', { text: turn })
  if (named.length > 1) {
    const lines = named.slice(0, 5).map((text) => `add tenant ${text}`)
    throw new UserError('TENANTS_SEVERAL', { usage: 'add tenant', lines, titles: lines })
  }
  return named.length === texts.length ? named[0] : undefined
}

/** Words around a name. */
const isPlain = ({ kind, key }: Token): boolean =>
  kind === 'comma' || isJoin(key) || isSeparator(key) || isLabel(key) || key === "'s"

/** In quotes, the domain is meant as it stands. @throws UserError DOMAIN_NEAR */
async function assertNoneNear({ database }: HandlerDeps, actor: Actor, text: string): Promise<void> {
  const domain = readTenantText(text)
  if (domain === undefined || /^"/.test(text)) return
  const near = await findSimilarTenants(database.db, domain, { limit: 3, scope: scopeOf(actor, 'viewer') })
  const alike = near.filter((tenant) => (nearness(domain, tenant.defaultDomain) ?? 0) > 0)
  const [first] = alike
  if (!first || near.some((tenant) => tenant.defaultDomain === domain || tenant.id === domain)) return
  const facts = { text: domain, name: first.displayName }
  throw askBack('DOMAIN_NEAR', facts, [
    ...tenantChoices(alike, (id) => `status ${id}`),
    { line: `add tenant "${domain}"`, title: `add tenant ${domain}` },
  ])
}
