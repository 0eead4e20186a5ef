import type { RetirementNow } from '#domain/catalog/retirement.ts'
import type { Pack, PackPermission, PackSetting } from '#domain/packs/pack.ts'
import { en } from '../../../cards/words/en.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import {
  type PackBlock,
  type PackDocument,
  type PackEntry,
  type PackLine,
  type PackSection,
  packTime,
} from './pack-parts.ts'
import { permissionsSection } from './pack-permissions.ts'
import { tenantSection } from './pack-tenant.ts'

/** Built from a pack without asking anything. */
export function packDocument(pack: Pack): PackDocument {
  const { set, suite, tenant, madeAt, by } = pack
  return {
    kind: words.kind,
    title: set.name,
    subtitle: `${words.of(suite)}${tenant ? words.in(tenant.name) : ''}`,
    byline: words.byline(packTime(madeAt), by),
    facts: factsOf(pack),
    sections: [
      ...(tenant ? [tenantSection(pack, tenant)] : []),
      permissionsSection(pack),
      endsSection(pack),
      appsSection(pack),
      ...settingsSection(pack),
      grantSection(pack),
      revokeSection(pack),
      sourcesSection(pack),
    ],
  }
}

function factsOf({ shownApp, clientId, permissions, signer, tenant }: Pack): PackLine[] {
  const { facts } = words
  const publisher = shownApp?.verifiedPublisher
  const count = (type: PackPermission['type']) => permissions.filter((each) => each.type === type).length
  const inTiers = ([0, 1, 2] as const).flatMap((tier) => {
    const n = permissions.filter((each) => each.tier === tier).length
    return n > 0 ? [words.inTier(n, tier)] : []
  })
  const counted = words.counts(count('application'), count('delegated'))
  return [
    { label: facts.app, text: shownApp?.name ?? words.appUnread },
    ...(shownApp
      ? [{ label: facts.publisher, text: publisher ? words.verified(publisher) : words.notVerified }]
      : []),
    { label: facts.clientId, text: clientId || words.noClientId },
    { label: facts.permissions, text: [counted, ...inTiers].join(' · ') },
    { label: facts.signer, text: en.who[signer]() },
    ...(tenant
      ? [
          {
            label: facts.tenant,
            text: tenant.domain === tenant.name ? tenant.name : `${tenant.name} (${tenant.domain})`,
          },
          { label: facts.tenantId, text: tenant.id },
        ]
      : []),
  ]
}

function appsSection({ apps, coupled }: Pack): PackSection {
  const { title, purpose, whenBlocked, limit, limited, coupled: alsoStops } = words.apps
  const entries = apps.map((app) => ({
    name: app.name,
    lines: [
      { label: purpose, text: app.purpose },
      { label: whenBlocked, text: app.whenBlocked },
      ...(app.tenantLimit === undefined ? [] : [{ label: limit, text: limited(app.tenantLimit) }]),
    ],
  }))
  const more = coupled.map((text) => ({ label: alsoStops, text }))
  const blocks: PackBlock[] = [{ kind: 'entries', entries }]
  return { id: 'apps', title, blocks: more.length > 0 ? [...blocks, { kind: 'lines', lines: more }] : blocks }
}

function endsSection({ permissions }: Pack): PackSection {
  const { title, none } = words.ends
  const entries = permissions.flatMap(({ value, retires }): PackEntry[] =>
    retires ? [{ name: value, isCode: true, lines: endLines(retires) }] : [],
  )
  const blocks: PackBlock[] = [
    entries.length > 0 ? { kind: 'entries', entries } : { kind: 'text', text: none },
  ]
  return { id: 'ends', title, blocks }
}

function endLines({ phase, date, what, replacement, alsoNeeds, source }: RetirementNow): PackLine[] {
  const said = words.ends
  const also = alsoNeeds ? said.alsoFrom(alsoNeeds.what, alsoNeeds.from ?? '') : ''
  return [
    { label: said.when, text: said.phase[phase](date), tone: phase === 'ending' ? 'warn' : 'bad' },
    { label: said.what, text: what },
    ...(also && phase !== 'ended' ? [{ label: said.also, text: also }] : []),
    ...(replacement ? [{ label: said.instead, text: replacement }] : []),
    { label: said.source, text: source, href: source },
  ]
}

function settingsSection({ settings }: Pack): PackSection[] {
  if (settings.length === 0) return []
  const entries = settings.map((each) => ({ name: each.name, lines: settingLines(each) }))
  return [{ id: 'settings', title: words.settings.title, blocks: [{ kind: 'entries', entries }] }]
}

function settingLines({ coach, without, state, confirmed }: PackSetting): PackLine[] {
  const { what, without: label, state: now, states, confirmedBy } = words.settings
  const by = confirmed ? confirmedBy(confirmed.by, packTime(confirmed.at)) : ''
  return [
    { label: what, text: coach },
    { label, text: without },
    ...(state ? [{ label: now, text: `${states[state]}${by}` }] : []),
  ]
}

function grantSection({ signer }: Pack): PackSection {
  const { title, who, privileged, whole, holds } = words.grant
  const texts = [
    who(en.who[signer]()),
    ...(signer === 'privilegedRoleAdministrator' ? [privileged] : []),
    whole,
    holds,
  ]
  return { id: 'grant', title, blocks: texts.map((text) => ({ kind: 'text', text })) }
}

function revokeSection({ clientId, tenant }: Pack): PackSection {
  const { title, steps, open, delay, suite, stops } = words.revoke
  const url = tenant?.entraUrl
  const link: PackBlock[] = url ? [{ kind: 'lines', lines: [{ label: open, text: url, href: url }] }] : []
  const texts = [delay, suite, stops(words.apps.title)].map((text): PackBlock => ({ kind: 'text', text }))
  return {
    id: 'revoke',
    title,
    blocks: [{ kind: 'steps', steps: steps(clientId || words.noClientId) }, ...link, ...texts],
  }
}

function sourcesSection({ catalog, list, tierSources, tenant }: Pack): PackSection {
  const { title, note, noTenant, from, ...said } = words.sources
  const read = list.readAt ? said.readAt(packTime(list.readAt)) : ''
  const lines: PackLine[] = [
    { label: said.catalog, text: said.version(catalog.version) },
    ...(catalog.hash ? [{ label: said.hash, text: catalog.hash }] : []),
    { label: said.list, text: `${from[list.source]}${read}` },
    { label: said.listHash, text: list.version },
    { label: said.tiering, text: tierSources.tiering },
    { label: said.ours, text: tierSources.ours },
  ]
  const notes = tenant ? [note] : [note, noTenant]
  return {
    id: 'sources',
    title,
    blocks: [{ kind: 'lines', lines }, ...notes.map((text): PackBlock => ({ kind: 'text', text }))],
  }
}
