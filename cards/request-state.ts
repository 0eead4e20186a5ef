import type { ChangedPermission, RequestCardData } from './request-data.ts'
import { age, capital, dotted, escapeMarkdown, list, moment } from './text.ts'
import { en as words } from './words/en.ts'

export interface FilledState {
  state: string
  said: string
  became: { line: string }[]
  trace: string
  differentTitle: string
  different: { line: string }[]
}

const mostLines = 8
const name = (person: { name: string } | undefined): string => escapeMarkdown(person?.name ?? '', 60)

/** State, decision and result of a request and, when it is no longer valid, what has changed. */
export function filledState(data: RequestCardData): FilledState {
  const { state, decision, now, endedAt } = data
  const { icon, words: says } = words.requests.state[state]
  const cause =
    state === 'voided' && decision?.cause ? words.requests.cause[decision.cause](name(data.signer)) : ''
  const line = `${icon} ${says(name(decision?.by) || words.requests.nobodyElse)}`
  const when = endedAt && state !== 'lapsed' ? moment(endedAt, now) : ''
  const different = differences(data)
  return {
    state: cause ? `${line}: ${cause}` : dotted(line, when),
    said: decision?.reason ? words.requests.said(escapeMarkdown(decision.reason, 500)) : '',
    became: becameOf(data).map((text) => ({ line: text })),
    trace: capital(traceOf(data)),
    differentTitle: different.length > 0 ? words.requests.different : '',
    different: different.map((text) => ({ line: text })),
  }
}

function traceOf({ code, state, createdAt, expiresAt, remindedAt, handed, now }: RequestCardData): string {
  const open = state === 'open'
  const { requests } = words
  return dotted(
    requests.code(code),
    requests.askedAt(age(createdAt, now)),
    open && requests.left(moment(expiresAt, now)),
    open && remindedAt && requests.reminded(age(remindedAt, now)),
    handed && requests.handedTo(name(handed.to), name(handed.by), age(handed.at, now)),
  )
}

function becameOf({ state, kind, outcome, consents, signer, requester }: RequestCardData): string[] {
  if (!outcome || (state !== 'approved' && outcome.refused.length === 0)) return []
  const total = consents.reduce((sum, each) => sum + each.total, 0)
  const verified = consents.reduce((sum, each) => sum + each.verified, 0)
  const released = [
    words.requests.released(verified, total),
    words.requests.releasedTo(name(signer ?? requester)),
  ]
  const refused = outcome.refused.map(({ tenant, why }) =>
    words.requests.refusedIn(escapeMarkdown(tenant, 60), why),
  )
  const done =
    kind === 'grant' || kind === 'move' || outcome.done === 0 ? [] : [words.requests.doneIn(outcome.done)]
  return cutLines([...(total > 0 && state === 'approved' ? released : done), ...refused])
}

function differences({ state, difference }: RequestCardData): string[] {
  if (state !== 'voided' || !difference) return []
  const { added, removed, gone, blocked, unblocked, catalogVersion } = difference
  const { requests } = words
  const names = (all: readonly { name: string }[]) =>
    list(
      all.map((each) => escapeMarkdown(each.name, 60)),
      5,
    )
  return [
    ...cutLines(added.map((each) => requests.addedNow(permission(each)))),
    ...cutLines(removed.map((each) => requests.removed(permission(each)))),
    ...(gone.length > 0 ? [requests.gone(names(gone))] : []),
    ...(blocked.length > 0 ? [requests.blocked(names(blocked))] : []),
    ...(unblocked.length > 0 ? [requests.unblocked(names(unblocked))] : []),
    ...(catalogVersion === undefined ? [] : [requests.newCatalog(catalogVersion)]),
  ]
}

const permission = ({ value, type, tier }: ChangedPermission): string =>
  dotted(`**${escapeMarkdown(value)}**`, words.type[type], words.shortTier[tier])

function cutLines(lines: readonly string[]): string[] {
  const left = lines.length - mostLines
  return left > 0 ? [...lines.slice(0, mostLines), words.more(left)] : [...lines]
}
