import type { RetirementNow } from '#domain/catalog/retirement.ts'
import type { Pack, PackPermission, PackSetting, PackTenant } from '#domain/packs/pack.ts'
import { en } from '../../../cards/words/en.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import {
  type PackBlock,
  type PackDocument,
  type PackEntry,
  type PackLine,
  type PackSection,
  packTime,
  plainly,
} from './pack-parts.ts'
import { permissionsSection } from './pack-permissions.ts'
import { revokeSection } from './pack-revoke.ts'
import { sourcesSection } from './pack-sources.ts'
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
    footer: [words.kind, set.name, tenant && nameOfTenant(tenant), packTime(madeAt)]
      .filter(Boolean)
      .join(' · '),
  }
}

const nameOfTenant = ({ name, domain }: PackTenant): string =>
  domain === name ? name : `${name} (${domain})`

function factsOf({ suite, shownApp, clientId, permissions, settings, signer, tenant }: Pack): PackLine[] {
  const { facts } = words
  const publisher = shownApp?.verifiedPublisher
  const count = (type: PackPermission['type']) => permissions.filter((each) => each.type === type).length
  const inTiers = ([0, 1, 2] as const).flatMap((tier) => {
    const n = permissions.filter((each) => each.tier === tier).length
    return n > 0 ? [words.inTier(n, tier)] : []
  })
  const counted = words.counts(count('application'), count('delegated'))
  const roles = settings.flatMap(({ name, roleName }) => (roleName === undefined ? [] : [name]))
  return [
    { label: facts.product, text: suite },
    { label: facts.app, text: shownApp?.name ?? words.appUnread },
    ...(shownApp
      ? [{ label: facts.publisher, text: publisher ? words.verified(publisher) : words.notVerified }]
      : []),
    { label: facts.clientId, text: clientId || words.noClientId },
    { label: facts.permissions, text: [counted, ...inTiers].join(' · ') },
    ...(roles.length > 0 ? [{ label: facts.alsoNeeds, text: roles.join(', ') }] : []),
    { label: facts.signer, text: en.who[signer]() },
    ...(tenant
      ? [
          { label: facts.tenant, text: nameOfTenant(tenant) },
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

function endsSection({ permissions, catalog }: Pack): PackSection {
  const { title, none } = words.ends
  const entries = permissions.flatMap(({ value, retires }): PackEntry[] =>
    retires ? [{ name: value, isCode: true, lines: endLines(retires) }] : [],
  )
  const blocks: PackBlock[] = [
    entries.length > 0 ? { kind: 'entries', entries } : { kind: 'text', text: none(catalog.version) },
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

function settingLines({ coach, without, setBy, state, confirmed }: PackSetting): PackLine[] {
  const { what, setBy: by, atLeast, without: label, state: now, states, confirmedBy } = words.settings
  const who = confirmed ? confirmedBy(confirmed.by, packTime(confirmed.at)) : ''
  return [
    { label: what, text: coach },
    ...(setBy ? [{ label: by, text: atLeast(plainly(en.who[setBy]())) }] : []),
    { label, text: without },
    ...(state ? [{ label: now, text: `${states[state]}${who}` }] : []),
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
