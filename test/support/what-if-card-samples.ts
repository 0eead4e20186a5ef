import type { Card } from '../../cards/render.ts'
import { type WhatIfData, whatIfCard } from '../../cards/what-if.ts'
import type { WhatIfEffects } from '../../cards/what-if-effects.ts'
import {
  accountActions,
  contoso,
  directoryData,
  fabrikam,
  hostileTenants,
  labels,
  litware,
  longTenants,
  minutesAfter,
  northwind,
  now,
} from './card-subjects.ts'

const plan = { id: 'p'.repeat(43), code: 'K7M-2QX', expiresAt: minutesAfter(1440) }
const nothing: WhatIfEffects = { access: [], statuses: [], links: [], cards: [], voids: false, actions: [] }

const block: WhatIfData = {
  now,
  kind: 'block',
  verb: 'grant.confirmBlock',
  set: labels,
  tenants: [fabrikam],
  plan,
  mayAct: true,
  leftOut: [],
  would: {
    ...nothing,
    access: [{ apps: ['Zero Trust Secure Access'], tenants: [fabrikam], allowed: false }],
    statuses: [{ set: labels, tenants: [fabrikam], from: 'granted', to: 'blocked' }],
    links: [{ kind: 'set', change: 'ended', tenants: [fabrikam], count: 1 }],
    cards: [{ kind: 'alert', isOwn: true, isHere: false, people: ['Bob Okafor'], others: 2 }],
    voids: true,
    actions: ['grant.block', 'request.void'],
  },
}

const grant: WhatIfData = {
  now,
  kind: 'grant',
  verb: 'grant.start',
  set: accountActions,
  tenants: [contoso, litware],
  plan,
  mayAct: true,
  asks: { why: 'tierZero', approvers: ['Bob Okafor', 'Nadia Haddad'], mayAsk: true },
  leftOut: [{ tenant: northwind, refusal: { code: 'GRANT_ALREADY_COMPLETE', facts: {} } }],
  would: {
    ...nothing,
    statuses: [{ set: accountActions, tenants: [contoso, litware], from: 'notGranted', to: 'granting' }],
    links: [{ kind: 'set', change: 'made', tenants: [contoso, litware], count: 2 }],
    cards: [{ kind: 'consent', isOwn: true, isHere: false, people: [], others: 0 }],
    actions: ['request.approve', 'grant.start'],
  },
}

const rights = { view: true, act: true, decide: true }

/** What an act would do. */
export const whatIfSamples: Readonly<Record<string, () => Card>> = {
  'what-if/block': () => whatIfCard(block),
  'what-if/second-person': () => whatIfCard(grant),
  'what-if/viewer': () =>
    whatIfCard({
      ...block,
      mayAct: false,
      asks: { why: 'role', approvers: ['Alice Moreau'], mayAsk: false },
    }),
  'what-if/refused': () =>
    whatIfCard({
      now,
      kind: 'unblock',
      verb: 'grant.unblock',
      set: directoryData,
      tenants: [contoso],
      mayAct: true,
      leftOut: [],
      refused: {
        code: 'GRANT_NOT_BLOCKED',
        facts: {},
        act: { rights, tenantIds: [contoso.id], setId: directoryData.id },
      },
    }),
  'what-if/nothing': () =>
    whatIfCard({ now, kind: 'sync', verb: 'sync.tenant', tenants: [contoso], mayAct: true, leftOut: [] }),
  'what-if/void': () =>
    whatIfCard({
      ...block,
      changed: {
        gone: {
          ...nothing,
          statuses: [{ set: labels, tenants: [fabrikam], from: 'granted', to: 'blocked' }],
        },
        added: { ...nothing, statuses: [{ set: labels, tenants: [fabrikam], from: 'error', to: 'blocked' }] },
      },
      notice: { kind: 'refused', code: 'WHAT_IF_VOID', facts: { code: 'B4N-7RT' } },
    }),
  'what-if/hostile': () =>
    whatIfCard({
      ...grant,
      set: { id: 'set', name: hostileTenants[0]?.name ?? '' },
      tenants: hostileTenants,
      asks: { why: 'tierZero', approvers: hostileTenants.map(({ name }) => name), mayAsk: true },
      would: {
        ...nothing,
        access: [{ apps: hostileTenants.map(({ name }) => name), tenants: hostileTenants, allowed: true }],
        statuses: [{ set: labels, tenants: hostileTenants, to: 'granting' }],
        cards: [
          {
            kind: 'x',
            isOwn: false,
            isHere: true,
            people: hostileTenants.map(({ name }) => name),
            others: 1,
          },
        ],
        actions: ['grant.start'],
      },
    }),
  'what-if/worst-size': () =>
    whatIfCard({
      ...block,
      tenants: longTenants(200),
      would: {
        ...nothing,
        access: [
          { apps: longTenants(9).map(({ name }) => name), tenants: longTenants(200), allowed: false },
          { apps: longTenants(9).map(({ name }) => name), tenants: longTenants(200), allowed: true },
        ],
        statuses: [{ set: labels, tenants: longTenants(200), from: 'granted', to: 'blocked' }],
        links: [{ kind: 'set', change: 'ended', tenants: longTenants(200), count: 200 }],
        actions: ['grant.block'],
      },
      leftOut: longTenants(30).map((tenant) => ({
        tenant,
        refusal: { code: 'GRANT_NOT_BLOCKED' as const, facts: {} },
      })),
    }),
}
