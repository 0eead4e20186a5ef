import type { Pack, PackTenant } from '#domain/packs/pack.ts'
import { shownStatus } from '../../../cards/closed-status.ts'
import { findingText } from '../../../cards/findings.ts'
import type { FindingCode } from '../../../cards/words/codes.ts'
import { en } from '../../../cards/words/en.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import {
  type PackBlock,
  type PackEntry,
  type PackLine,
  type PackSection,
  packTime,
  plainly,
} from './pack-parts.ts'

/** What holds in the tenant of the pack, when it was read, and who granted it through a link of ours. */
export function tenantSection(pack: Pack, tenant: PackTenant): PackSection {
  const { title, consents, noConsents } = words.tenant
  const given = tenant.consents.map(consentEntry)
  return {
    id: 'tenant',
    title: title(tenant.name),
    blocks: [
      { kind: 'lines', lines: [...statusLines(pack, tenant), ...findingLines(pack, tenant)] },
      ...exceptionBlocks(pack, tenant),
      { kind: 'heading', text: consents },
      given.length > 0 ? { kind: 'entries', entries: given } : { kind: 'text', text: noConsents },
    ] satisfies PackBlock[],
  }
}

function statusLines({ permissions }: Pack, tenant: PackTenant): PackLine[] {
  const { status, lastKnown, statusSince, readAt, blocked, isClosedByDefault } = tenant
  const said = words.tenant
  const { icon, words: name } = shownStatus(tenant)
  const isBad = status === 'error' || status === 'unknown'
  const granted = permissions.filter(({ state }) => state === 'granted').length
  return [
    { label: words.facts.status, text: `${icon} ${name}`, ...(isBad && { tone: 'bad' as const }) },
    ...(lastKnown ? [{ label: '', text: said.was(en.statuses[lastKnown].words) }] : []),
    ...(statusSince ? [{ label: said.since, text: packTime(statusSince) }] : []),
    { label: said.read, text: readAt ? said.readAt(packTime(readAt)) : said.neverRead },
    ...(readAt ? [{ label: said.granted, text: said.grantedOf(granted, permissions.length) }] : []),
    ...(isClosedByDefault ? [{ label: said.closed, text: said.closedText }] : []),
    ...(blocked ? [{ label: said.blocked, text: said.blockedBy(blocked.by, packTime(blocked.at)) }] : []),
  ]
}

/** What somebody has decided to live with, and until when. It never makes anything granted. */
function exceptionBlocks({ madeAt }: Pack, { exceptions, domain }: PackTenant): PackBlock[] {
  const said = words.tenant
  if (exceptions.length === 0) return []
  const entries = exceptions.map(({ finding, owner, acceptedBy, acceptedAt, endsAt }) => ({
    name: plainly(findingText(finding, madeAt, domain).what),
    lines: [
      { label: said.acceptedBy, text: `${acceptedBy}, ${packTime(acceptedAt)}` },
      { label: said.owner, text: owner },
      { label: said.until, text: packTime(endsAt) },
    ],
  }))
  return [
    { kind: 'heading', text: said.accepted },
    { kind: 'entries', entries },
  ]
}

/** What has a line or a section of its own, or is the status itself. */
const saidElsewhere: ReadonlySet<FindingCode> = new Set(['BLOCKED_HERE', 'CLOSED_BY_DEFAULT', 'ALL_GRANTED'])

/** Reasons for the status. */
function findingLines({ madeAt }: Pack, { findings, domain }: PackTenant): PackLine[] {
  const own = findings.filter(({ code }) => !saidElsewhere.has(code))
  return own.map((finding, at) => {
    const { what, who } = findingText(finding, madeAt, domain)
    const act = who === '' ? '' : words.tenant.act(words.tenant.ownWho[finding.who] ?? plainly(who))
    return { label: at === 0 ? words.tenant.findings : '', text: `${plainly(what)}.${act}` }
  })
}

function consentEntry(consent: PackTenant['consents'][number]): PackEntry {
  const { code, verifiedAt, requestedBy, signer, approvedBy } = consent
  const said = words.tenant
  return {
    name: said.consent(code, packTime(verifiedAt)),
    lines: [
      { label: said.requestedBy, text: requestedBy },
      { label: said.signer, text: signer },
      { label: said.approvedBy, text: approvedBy ?? said.noApproval },
    ],
  }
}
