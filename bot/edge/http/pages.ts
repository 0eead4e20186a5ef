import { retirementNow } from '#domain/catalog/retirement.ts'
import type { LinkPage, PagePermission } from '#domain/consent/show-link.ts'
import type { ErrorFacts, UserErrorCode } from '#platform/base/errors.ts'
import { worthOnPage } from '../../../cards/retirement-text.ts'
import { utc } from '../../../cards/text.ts'
import { pagesEn as words } from '../../../cards/words/pages-en.ts'
import { Html, html } from './html.ts'
import { pageStyle } from './page-style.ts'

const mark = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 2.5 4 5.5v6c0 5 3.4 8.6 8 10 4.6-1.4 8-5 8-10v-6z"/><path d="m8.5 12 2.5 2.5 4.5-5"/></svg>`

function frame(title: string, body: Html, tagline = ''): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · ${words.product}</title><style>${new Html(pageStyle)}</style></head>
<body><main><p class="brand">${mark}<span>${words.product}</span><small>${tagline}</small></p>
${body}</main></body></html>
`
  return page.text
}

/** Names of a list that fit on a page. */
const mostNamed = 20

/** The page before the redirect to Microsoft at `loginHost`. */
export function startPage(link: LinkPage, loginHost: string, now: Date): string {
  const start = words.start
  const kind = link.kind === 'connection' ? 'connection' : newOf(link) ? 'update' : 'set'
  const title =
    kind === 'connection'
      ? start.title.connection(link.tenantName)
      : start.title[kind](link.setName, link.tenantName)
  const lead = kind === 'connection' ? start.lead.connection : start.lead[kind](link.suite)
  const body = html`<div class="paper"><h1>${title}</h1>
<p class="soft">${lead}</p>
<div class="code"><p>${start.codeLabel}</p><b>${link.code}</b><p class="soft">${start.codeWarning}</p></div></div>
<div class="paper">${permissions(link, now)}</div>
<div class="paper">${facts(link, now)}</div>
<form class="paper" method="post"><button type="submit">${start.go}</button>
<p class="soft">${start.goHint(loginHost)}</p><p class="soft">${start.after}</p></form>`
  return frame(title, body, words.tagline)
}

function facts(link: LinkPage, now: Date): Html {
  const labels = words.start.facts
  const row = (label: string, value: string, kind = '') =>
    value !== '' && html`<dt>${label}</dt><dd class="${kind}"><bdi>${value}</bdi></dd>`
  return html`<dl>${[
    row(labels.set, link.setName),
    row(labels.apps, link.apps.join(', ')),
    row(labels.app, link.shownApp?.name ?? words.start.appUnread),
    row(labels.publisher, publisherOf(link)),
    row(labels.clientId, link.clientId, 'id'),
    row(
      labels.tenant,
      link.tenantDomain === '' ? link.tenantName : `${link.tenantName} (${link.tenantDomain})`,
    ),
    row(labels.tenantId, link.tenantId, 'id'),
    row(labels.requestedBy, link.requestedBy),
    link.approvedBy === undefined ? '' : row(labels.approvedBy, link.approvedBy),
    row(labels.until, utc(link.openUntil, now)),
  ]}</dl>`
}

/** As Microsoft's page will say it; the row above tells when it is unknown. */
function publisherOf({ shownApp }: LinkPage): string {
  if (!shownApp) return ''
  const { verifiedPublisher } = shownApp
  return verifiedPublisher ? words.start.verified(verifiedPublisher) : words.start.notVerified
}

/** What an update adds; undefined: nothing is granted yet, or nothing is new, so there is no difference to show. */
function newOf({ permissions }: LinkPage): readonly PagePermission[] | undefined {
  const added = permissions.filter(({ isGranted }) => isGranted === false)
  return added.length > 0 && added.length < permissions.length ? added : undefined
}

/** What is new is shown; what is known is one click away, or printed below it. */
function permissions(link: LinkPage, now: Date): Html {
  const start = words.start
  const added = newOf(link)
  if (!added) {
    const count = link.permissions.length
    const title = link.kind === 'connection' ? start.readerPermissions : start.permissions(count)
    return html`<h2>${title}</h2>${listOf(link.permissions, now)}`
  }
  const known = link.permissions.filter((permission) => !added.includes(permission))
  return html`<h2>${start.newPermissions(added.length)}</h2>${listOf(added, now)}
<details><summary>${start.alreadyGranted(known.length)}</summary>${listOf(known, now)}</details>`
}

/** The riskiest first: people read only the top of a long list. */
function listOf(permissions: readonly PagePermission[], now: Date): Html {
  const start = words.start
  const sorted = permissions.toSorted((a, b) => a.tier - b.tier || a.value.localeCompare(b.value))
  const rows = sorted.map(
    (
      permission,
    ) => html`<li><strong>${permission.value}</strong> <span class="tier tier${permission.tier}">${start.tiers[permission.tier]}</span>
<p>${permission.reason}</p>${worthOf(permission, now)}<p class="soft">${permission.api} · ${start.types[permission.type]}</p></li>`,
  )
  return html`<ul>${rows}</ul>`
}

/** What the grant will be worth less than it seems: before Microsoft's page, which doesn't say it. */
function worthOf({ retires, preview }: PagePermission, now: Date): Html | false {
  const said = worthOnPage({ retires: retirementNow(retires, now), preview }, now)
  return said !== '' && html`<p>${said}</p>`
}

/** The fixed page after the redirect back: it shows nothing that the redirect claims. */
export function thanksPage(): string {
  const { title, text, hint } = words.thanks
  return note('⋯', title, text, hint)
}

export function errorPage(code: UserErrorCode, facts: ErrorFacts = {}): string {
  const { title, text, difference } = words.errors[code] ?? words.otherError
  const listed = (fact: ErrorFacts[string] | undefined): string =>
    typeof fact === 'object' ? fact.slice(0, mostNamed).join(', ') : ''
  return note('⚠', title, text, difference?.(listed(facts.added), listed(facts.removed)))
}

export function unavailablePage(): string {
  return note('⚠', words.unavailable.title, words.unavailable.text)
}

export function bugPage(reference: string): string {
  return note('⚠', words.bug.title, words.bug.text(reference))
}

function note(sign: string, title: string, text: string, hint?: string): string {
  const small = hint !== undefined && html`<p class="soft">${hint}</p>`
  return frame(
    title,
    html`<div class="paper note"><p class="mark" aria-hidden="true">${sign}</p><h1>${title}</h1><p>${text}</p>${small}</div>`,
  )
}
