import { type ButtonCall, callButton } from './buttons.ts'
import layoutJson from './error.json' with { type: 'json' }
import { type ErrorData, type ErrorText, errorText } from './error-text.ts'
import { frame } from './frame.ts'
import { packIds } from './pack-ids.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown, plain, stopped } from './text.ts'
import type { UserErrorCode } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** For a bug: a neutral sentence. */
interface ProblemData {
  now: Date
  reference: string
}

interface Filled extends ErrorText {
  suggestions: Element[]
  hint: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 6

/** A refusal: what cannot be done, why, and what to do next. */
export function errorCard({ code, facts, reference, suggestions = [] }: ErrorData): Card {
  const { title, what, next } = errorText({ code, facts })
  const icon = questions.has(code) ? '' : '⊘ '
  const microsoftSaid =
    code === 'OUTSIDE_UNAVAILABLE' ? dotted(plainFact(facts.status), plainFact(facts.code)) : ''
  const filled = layout({
    title: `${icon}${title}`,
    what,
    next: next === '' && suggestions.length > 0 ? words.forExample : next,
    suggestions: suggestions.slice(0, most).map((call) => callButton(call)),
    hint: dotted(reference && words.bug.reference(escapeMarkdown(reference)), microsoftSaid),
    actions: waysOn(code, facts).map((call) => callButton(call)),
  })
  return frame(filled, `${stopped(title)} ${what}`)
}

/** A bug. Reveals nothing internal, and shows the reference number to find it by. */
export function problemCard({ reference }: ProblemData): Card {
  const { title, what, next } = words.bug
  const filled = layout({
    title: `❌ ${title}`,
    what,
    next,
    suggestions: [],
    hint: words.bug.reference(escapeMarkdown(reference)),
    actions: [callButton(tenants)],
  })
  return frame(filled, `${title}. ${words.bug.reference(reference)}`)
}

function waysOn(code: UserErrorCode, facts: ErrorData['facts']): readonly ButtonCall[] {
  const { text } = facts
  if (code === 'APPROVAL_NEEDED') return [...requestInstead(facts), tenants]
  if (code !== 'TENANT_AMBIGUOUS' || typeof text !== 'string') return waysOnOf[code] ?? [tenants]
  return [{ button: 'tenants', input: { search: plain(text, 100) } }]
}

/** The form that asks a second person for what was refused; none for an act that can't be requested. */
function requestInstead({ kind, setId, tenantIds }: ErrorData['facts']): ButtonCall[] {
  const wanted = requestable.find((each) => each === kind)
  if (!wanted || !Array.isArray(tenantIds)) return []
  const input = { kind: wanted, tenants: packIds(tenantIds), ...(typeof setId === 'string' && { setId }) }
  return [{ button: 'requestForm', input, title: words.requests.button[wanted] }]
}

const requestable = ['grant', 'block', 'unblock', 'reset', 'remove'] as const

const plainFact = (fact: ErrorData['facts'][string] | undefined): string =>
  fact === undefined ? '' : escapeMarkdown(`${fact}`)

/** Not refusals: the command only needs to be clarified. */
const questions: ReadonlySet<UserErrorCode> = new Set([
  'TENANT_AMBIGUOUS',
  'SET_AMBIGUOUS',
  'COMMAND_UNKNOWN',
  'COMMAND_INCOMPLETE',
  'COMMAND_SURPLUS',
])

const tenants: ButtonCall = { button: 'tenants', input: {} }
const catalog: ButtonCall = { button: 'catalog', input: {} }
const requests: ButtonCall = { button: 'requests', input: {} }
const help: ButtonCall = { button: 'help', input: {} }
const settings: ButtonCall = { button: 'settings', input: {} }

/** Next steps, so that no refusal is a dead end. Codes without an entry lead to the tenant list. */
const waysOnOf: Readonly<Partial<Record<UserErrorCode, readonly ButtonCall[]>>> = {
  TENANT_UNKNOWN: [tenants, { button: 'addTenantForm', input: {} }],
  TENANT_ID_INVALID: [{ button: 'addTenantForm', input: {} }, tenants],
  TENANT_NOT_FOUND_AT_MICROSOFT: [{ button: 'addTenantForm', input: {} }, tenants],
  SET_UNKNOWN: [catalog],
  SET_AMBIGUOUS: [catalog],
  PERMISSION_UNKNOWN: [catalog],
  COMMAND_UNKNOWN: [help],
  COMMAND_INCOMPLETE: [help],
  COMMAND_SURPLUS: [help],
  INPUT_INVALID: [help],
  VERB_UNKNOWN: [tenants, help],
  LIST_UNREAD: [requests],
  OWN_REQUEST: [requests],
  NOT_YOUR_REQUEST: [requests],
  REQUEST_UNKNOWN: [requests],
  REQUEST_ENDED: [requests],
  APPROVER_UNKNOWN: [requests],
  NOT_SHARED: [requests],
  ROLE_MISSING: [{ button: 'whoami', input: {} }],
  NO_ROLE: [{ button: 'whoami', input: {} }],
  ACCOUNT_UNREADABLE: [requests, tenants],
  SIGNER_MAY_NOT: [requests, tenants],
  TOO_MANY_REQUESTS: [requests],
  TOO_MANY_REFUSALS: [tenants],
  ROLES_UNREADABLE: [{ button: 'whoami', input: {} }],
  SCOPE_MISSING: [{ button: 'whoami', input: {} }, tenants],
  PERSON_FOREIGN: [],
  REGISTRATION_MISMATCH: [settings, tenants],
  LIST_CHANGED: [catalog, tenants],
}
