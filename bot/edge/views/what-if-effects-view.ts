import { appsOfSet } from '#domain/catalog/find.ts'
import { findKnownPerson } from '#domain/people/known-people-store.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import type { Effects } from '#domain/what-if/effects.ts'
import { isSamePerson } from '#platform/base/person.ts'
import { addressFromKey, orderingKeyOf } from '#platform/outbox/address.ts'
import type { WhatIfEffects } from '../../../cards/what-if-effects.ts'
import type { Call } from '../teams/actions/action.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'

type Viewer = Pick<Call, 'actor' | 'turn'>

/** Effects for a card, as far as this person may see them: nothing of other tenants is named or counted. */
export async function showEffects(
  deps: HandlerDeps,
  asker: Viewer,
  effects: Effects,
): Promise<WhatIfEffects> {
  const seen = scopeOf(asker.actor, 'viewer')
  const isSeen = ({ tenantId }: { tenantId?: string }) => tenantId === undefined || isInScope(seen, tenantId)
  // They can be about other tenants, too: a campaign ends with the last of all its tenants.
  const isTold = (action: string) => seen === 'all' || !/^(?:request\.void|campaign\..+)$/.test(action)
  const entries = effects.entries.filter((entry) => isSeen(entry) && isTold(entry.action))
  const refsOf = (all: readonly { tenantId: string }[]) =>
    Promise.all([...new Set(all.map(({ tenantId }) => tenantId))].map((id) => readTenantRef(deps, id)))
  const groups = <T extends { tenantId: string }>(all: readonly T[], keyOf: (each: T) => string) =>
    [...Map.groupBy(all.filter(isSeen), keyOf).values()].map((same) => ({ first: same[0] as T, same }))
  return {
    access: await Promise.all(
      groups(effects.access, ({ setId, allowed }) => `${setId} ${allowed}`).map(async ({ first, same }) => ({
        apps: appNames(deps, first.setId),
        tenants: await refsOf(same),
        allowed: first.allowed,
      })),
    ),
    statuses: await Promise.all(
      groups(effects.statuses, ({ setId, from, to }) => `${setId} ${from} ${to}`).map(
        async ({ first: { setId, from, to }, same }) => ({
          set: setNamed(deps, setId),
          tenants: await refsOf(same),
          from,
          to,
        }),
      ),
    ),
    links: await Promise.all(
      groups(effects.links, ({ kind, change }) => `${kind} ${change}`).map(async ({ first, same }) => ({
        kind: first.kind,
        change: first.change,
        tenants: await refsOf(same),
        count: same.length,
      })),
    ),
    cards: await showCards(deps, asker, effects.cards),
    voids: entries.some(({ action }) => action === 'request.void'),
    actions: [...new Set(entries.map(({ action }) => action))],
  }
}

function setNamed({ catalog }: HandlerDeps, setId: string) {
  const set = catalog.sets.find(({ id }) => id === setId)
  return set ? setRef(set) : { id: setId, name: setId }
}

function appNames({ catalog }: HandlerDeps, setId: string): string[] {
  const set = catalog.sets.find(({ id }) => id === setId)
  return set ? appsOfSet(catalog, set).map(({ name }) => name) : [setId]
}

function showCards(
  deps: HandlerDeps,
  { actor, turn }: Viewer,
  cards: Effects['cards'],
): Promise<WhatIfEffects['cards'][number][]> {
  const byKind = [...Map.groupBy(cards, ({ kind }) => kind)]
  return Promise.all(
    byKind.map(async ([kind, same]) => {
      const people = new Set<string>()
      const others = new Set<string>()
      let [isOwn, isHere] = [false, false]
      for (const { address } of same) {
        const to = addressFromKey(address)
        if ('conversationId' in to) {
          if (orderingKeyOf(to.conversationId) === orderingKeyOf(turn.conversationId)) isHere = true
          else others.add(orderingKeyOf(to.conversationId))
        } else if (isSamePerson(to.person, actor)) isOwn = true
        else {
          const known = await findKnownPerson(deps.database.db, to.person)
          if (known?.name) people.add(known.name)
          else others.add(address)
        }
      }
      return { kind, isOwn, isHere, people: [...people].toSorted(), others: others.size }
    }),
  )
}
