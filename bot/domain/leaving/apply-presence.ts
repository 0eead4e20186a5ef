import type { ReadResult, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { isConfirmed } from '../status/apply-facts.ts'
import { isReaderApp, type Leaving, type LeavingApp } from './leaving.ts'

/** What is left after a read. Pure. Only a complete read can show that something is gone; any other shows nothing. */
export function applyPresence(leaving: Leaving, read: TenantRead): Leaving {
  if (leaving.state !== 'open') return leaving
  const { at } = read
  if (read.connection === 'failed') return { ...leaving, failure: read.outcome }
  const { failure: _f, lostAt, ...rest } = leaving
  if (read.connection === 'lost') {
    const since = lostAt ?? at
    const lost = { ...rest, lostAt: since, failure: read.outcome }
    return isConfirmed(since, at) ? { ...lost, state: 'unreadable', endedAt: at } : lost
  }
  const apps = leaving.apps.map((app) => appliedTo(app, read.sets[app.clientId], at))
  const failed = Object.values(read.sets).find((result) => !result.read)
  const next = failed && !failed.read ? { failure: failed.outcome } : { checkedAt: at }
  const over = leaving.setId !== undefined && apps.every(({ state }) => state === 'gone')
  return { ...rest, ...next, apps, ...(over && { state: 'gone' as const, endedAt: at }) }
}

function appliedTo(app: LeavingApp, result: ReadResult<SetFacts> | undefined, at: Date): LeavingApp {
  if (!result?.read) return app
  const { servicePrincipal, appRoles, scopes } = result.value
  if (servicePrincipal) {
    const since = app.state === 'there' ? app.since : at
    const held = appRoles.length + scopes.length
    return { ...app, objectId: servicePrincipal.id, held, state: 'there', since }
  }
  // That the reader is gone, only its own refusal says: a list without it came with its token.
  if (app.state === 'gone' || isReaderApp(app)) return app
  const since = app.state === 'missing' ? app.since : at
  return isConfirmed(since, at) ? { ...app, state: 'gone', since: at } : { ...app, state: 'missing', since }
}

/** Whether a second read must confirm what the last one didn't see. */
export const isInDoubt = ({ lostAt, apps }: Leaving): boolean =>
  lostAt !== undefined || apps.some(({ state }) => state === 'missing')

/** Whether nothing but the reader is left: it is deleted last, because nothing can be read without it. */
export const isReaderNext = ({ apps }: Pick<Leaving, 'apps'>): boolean =>
  apps.every((app) => isReaderApp(app) || app.state === 'gone')
