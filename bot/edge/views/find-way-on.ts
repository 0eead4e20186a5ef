import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { may } from '../teams/actions/actor.ts'
import { namedOr } from '../teams/actions/reach.ts'
import type { RefusedCall, WayOn } from '../teams/actions/way-on.ts'
import { concernedTenants } from './concerned-tenants.ts'
import { currentCards, showListOf } from './current-card.ts'
import { findDoneCard } from './done-card.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { describeAct } from './refused-act-view.ts'
import { type RefusedSubject, readSubject } from './refused-subject.ts'

/** The card was from another time: it alone is the reason. */
const outdated: ReadonlySet<UserErrorCode> = new Set(['CARD_OUTDATED', 'VERB_UNKNOWN', 'INPUT_INVALID'])

/** How it stands now says more than a refusal, and has the buttons that fit. */
const shownAsCurrent: ReadonlySet<UserErrorCode> = new Set([
  'CARD_OUTDATED',
  'VERB_UNKNOWN',
  'INPUT_INVALID',
  'TENANT_NOT_CONNECTED',
  'GRANT_BLOCKED',
  'GRANT_NOT_BLOCKED',
  'GRANT_NOT_RESETTABLE',
  'NOTHING_UNEXPLAINED',
  'BASELINE_CONFIRMED',
  'GRANT_ALREADY_COMPLETE',
  'UNDO_TOO_LATE',
  'LINK_USED',
  'LINK_EXPIRED',
  'LINK_CANCELLED',
  'LIST_CHANGED',
  'OWN_REQUEST',
  'NOT_YOUR_REQUEST',
  'REQUEST_ENDED',
  'APPROVER_UNKNOWN',
  'SIGNER_MAY_NOT',
  'REMINDED_LATELY',
  'FINDING_GONE',
])

/** What a click was about is gone. */
const gone: ReadonlySet<UserErrorCode> = new Set([
  'TENANT_UNKNOWN',
  'LINK_UNKNOWN',
  'REQUEST_UNKNOWN',
  'SYNC_NOT_FOUND',
  'CAMPAIGN_ENDED',
  'ALERT_UNKNOWN',
  'EXCEPTION_UNKNOWN',
  'EXCEPTION_ENDED',
])

/** Where a refusal leads its person. Nothing outside of their reach is read for it. */
export async function findWayOn(deps: HandlerDeps, refusal: RefusedCall): Promise<WayOn> {
  const subject = readSubject(refusal.input)
  const card = await findCard(deps, refusal, subject)
  return { ...(card && { card }), act: await describeAct(deps, refusal, subject) }
}

async function findCard(
  deps: HandlerDeps,
  refusal: RefusedCall,
  subject: RefusedSubject,
): Promise<Card | undefined> {
  const { code, facts, verb, actor, turn } = refusal
  const isClick = turn.trigger === 'click'
  if (!may(actor, 'viewer') || (outdated.has(code) && !isClick)) return undefined
  const notice: Notice = outdated.has(code)
    ? { kind: 'info', code: 'CARD_OUTDATED' }
    : { kind: code === 'ACT_REPEATED' ? 'info' : 'refused', code, facts }
  const isRepeated = code === 'ACT_REPEATED'
  if (isRepeated || shownAsCurrent.has(code)) {
    const isSeen = await tryShow(() => concernedTenants(deps, anySubject, { ...refusal, input: subject }))
    const what = { verb, subject: isSeen ? subject : nothing, notice }
    const cards = isRepeated ? doneCards(deps, refusal, what) : currentCards(deps, refusal, what)
    for (const show of cards) {
      const card = await tryShow(show)
      if (card) return card
    }
  }
  if (!isClick || !(gone.has(code) || outdated.has(code))) return undefined
  return showListOf(deps, refusal, { verb, notice })
}

/** After an act that was done before. A new form would be an invitation to do it again. */
function doneCards(deps: HandlerDeps, refusal: RefusedCall, act: Parameters<typeof currentCards>[2]) {
  const { kind: _, ...subject } = act.subject
  const made = findDoneCard(deps, refusal, act)
  const about = currentCards(deps, refusal, { ...act, subject, verb: '' })
  return [...(made ? [made] : []), ...about, () => showListOf(deps, refusal, act)]
}

const nothing: RefusedSubject = readSubject({})

/** Subjects that a person may see or not; an input without any concerns nothing. */
const anySubject = namedOr('nothing', 'requestId', 'alertId', 'consentId', 'runId', 'tenantIds')

/** Undefined if there is nothing to show: it is gone, or hidden from this person. */
async function tryShow<T>(show: () => Promise<T>): Promise<T | undefined> {
  try {
    return await show()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
