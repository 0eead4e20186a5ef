import { readReach } from '#domain/alerts/conversation-reach.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { AdvanceNotice } from '#domain/notices/advance-notice.ts'
import {
  findNotice,
  listAcknowledgements,
  listConcerned,
  listNotices,
} from '#domain/notices/advance-notices-store.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { differenceOf } from '#domain/requirements/difference.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Address } from '#platform/outbox/address.ts'
import { advanceNoticeCard } from '../../../cards/advance-notice.ts'
import { advanceNoticeListCard } from '../../../cards/advance-notice-list.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { may } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import { permissionRef, setRef } from './refs.ts'
import { readAudience } from './shared-audience.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

const named = 5
const listed = 10

interface Shown {
  noticeId: number
  /** Whose tenants are counted and named. */
  scope: Scope
  rights: { acknowledge: boolean; withdraw: boolean }
  /** Who asks: a draft is shown to its maker only. */
  to?: Person
  notice?: Notice
}

/** A coming list as it stands now. @throws UserError NOTICE_UNKNOWN, SET_UNKNOWN */
export async function showAdvanceNotice(
  deps: Deps,
  { noticeId, scope, rights, to, notice }: Shown,
): Promise<Card> {
  const { db } = deps.database
  const found = await findNotice(db, noticeId)
  const isHidden = found?.state === 'draft' && !(to && isSamePerson(found.by, to))
  if (!found || isHidden) throw new UserError('NOTICE_UNKNOWN')
  const { id, version, state, day, timeZone, reason, by, madeAt, endedBy, sourceClientId, setId } = found
  const today = await getRequirement(deps, db, setId)
  const { added, removed } = differenceOf(found.before, found.list)
  const concerned = await listConcerned(db, setId, scope)
  const some = await Promise.all(concerned.slice(0, named).map((tenantId) => readTenantRef(deps, tenantId)))
  return advanceNoticeCard({
    now: deps.clock(),
    id,
    version,
    suite: deps.catalog.suite,
    set: setRef(getSet(deps, setId)),
    state,
    day,
    timeZone,
    early: isEarly(found),
    reason,
    by,
    madeAt,
    endedBy,
    sourceClientId,
    added: added.map((each) => permissionRef(each, deps.clock())),
    removed: removed.map(({ value }) => value),
    moved: today.version !== found.beforeVersion,
    came: cameOf(found),
    concerned: { count: concerned.length, names: some.map(({ name }) => name) },
    acknowledged: (await listAcknowledgements(db, id)).map((each) => each.by),
    signer: leastRoleToConsent(added.length > 0 ? added : found.list),
    rights,
    notice,
  })
}

/** For this person alone. @throws UserError NOTICE_UNKNOWN, SET_UNKNOWN */
export function showNoticeTo(
  deps: Deps,
  { actor }: Viewer,
  { noticeId, notice }: { noticeId: number; notice?: Notice },
): Promise<Card> {
  const rights = { acknowledge: may(actor, 'operator'), withdraw: may(actor, 'approver') }
  return showAdvanceNotice(deps, { noticeId, scope: scopeOf(actor, 'viewer'), rights, to: actor, notice })
}

/** In a shared conversation it is drawn for everyone there; in an own chat for this person. */
export async function answerWithNotice(deps: Deps, viewer: Viewer, noticeId: number): Promise<Answer> {
  const { actor, turn } = viewer
  if (turn.conversationKind === 'personal') return toActor(await showNoticeTo(deps, viewer, { noticeId }))
  const { scope, answer } = await readAudience(deps, viewer)
  const rights = { acknowledge: true, withdraw: true }
  return answer(await showAdvanceNotice(deps, { noticeId, scope, rights, to: actor }))
}

/** The card where it was posted; each click is checked. @throws UserError NOTICE_UNKNOWN, SET_UNKNOWN */
export async function showFollowedNotice(deps: Deps, id: string, address: Address): Promise<Card> {
  const rights = { acknowledge: true, withdraw: true }
  return showAdvanceNotice(deps, { noticeId: Number(id), scope: await readReach(deps, address), rights })
}

/** The announced lists, open ones first. */
export async function showNotices(deps: Deps): Promise<Card> {
  const all = await listNotices(deps.database.db, listed)
  const rows = all.flatMap(({ id, setId, state, day }) => {
    const set = deps.catalog.sets.find((each) => each.id === setId)
    return state === 'draft' ? [] : [{ id, set: set ? setRef(set) : { id: setId, name: setId }, state, day }]
  })
  return advanceNoticeListCard({ rows })
}

const isEarly = ({ state, endedAt, startsAt }: AdvanceNotice): boolean =>
  state === 'fulfilled' && endedAt !== undefined && endedAt < startsAt

/** Undefined if no list came: the real one is still that of before. */
function cameOf({ state, found, before, list }: AdvanceNotice) {
  if (state !== 'void' || !found) return undefined
  const keys = (permissions: AdvanceNotice['list']): string =>
    permissions.map(permissionKey).toSorted().join()
  if (keys(found) === keys(before)) return undefined
  const { added, removed } = differenceOf(list, found)
  return { added: added.map(({ value }) => value), removed: removed.map(({ value }) => value) }
}
