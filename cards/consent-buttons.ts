import { afterButtons, toldAfter } from './after-consent.ts'
import { button, linkButton, primary } from './buttons.ts'
import type { ConsentCardData, ConsentLinkRow, Links } from './consent-data.ts'
import { hasEnded, hasFailed } from './consent-steps.ts'
import { grantOrAsk } from './grant-buttons.ts'
import { movedButtons } from './moved.ts'
import type { Element } from './render.ts'
import { en as words } from './words/en.ts'

/** Open, refresh and cancel; at the end, grant again where it did not succeed. */
export function consentButtons(data: ConsentCardData, tenants: readonly Links[]): Element[] {
  const { consentId, version, rights, links } = data
  const single = tenants.length === 1 ? tenants[0]?.[0]?.tenant : undefined
  const url = single && links.find((link) => link.url)?.url
  const open = links.some(({ phase }) => !hasEnded(phase))
  const about = single?.name
  return [
    ...(url ? [primary(linkButton(words.consent.open, url, about))] : []),
    ...(open ? [button('refreshConsent', { consentId }, about)] : afterwards(data, tenants)),
    ...movedButtons(data),
    ...(open && rights.sync ? [button('cancelConsent', { consentId, v: version }, about)] : []),
    single ? button('backToTenant', { tenantId: single.id }, about) : button('tenants', {}),
  ]
}

/** Of one tenant among several. */
export function rowButtons(data: ConsentCardData, links: Links, link: ConsentLinkRow): Element[] {
  const { url, phase, tenant } = link
  if (url) return [linkButton(words.consent.open, url, tenant.name)]
  const after = toldAfter(link)
  if (after) return afterButtons(data, link, after)
  return hasFailed(phase) ? again(data, [links]) : []
}

/** An unconfirmed consent might only need another sync; everything else needs a new grant. */
function afterwards(data: ConsentCardData, tenants: readonly Links[]): Element[] {
  const told = data.links.find((link) => toldAfter(link))
  const after = told && toldAfter(told)
  if (told && after && tenants.length === 1) return withPrimary(afterButtons(data, told, after))
  const [link] = data.links.filter(({ phase }) => phase === 'notConfirmed')
  const look = link && tenants.length === 1 && data.rights.sync ? [lookAgain(data, link)] : []
  return withPrimary([...look, ...again(data, tenants)])
}

const withPrimary = ([first, ...rest]: readonly Element[]): Element[] =>
  first ? [primary(first), ...rest] : []

function lookAgain({ set, consentId }: ConsentCardData, { tenant }: ConsentLinkRow): Element {
  const tenantId = tenant.id
  return set
    ? button('checkAgain', { tenantId, setId: set.id, consentId }, tenant.name)
    : button('syncNow', { tenantId }, tenant.name)
}

function again({ kind, set, rights }: ConsentCardData, tenants: readonly Links[]): Element[] {
  const left = tenants
    .filter((each) => each.some((link) => link.phase !== 'verified' && !toldAfter(link)))
    .flatMap(([first]) => first ?? [])
  const [first] = left
  if (!first) return []
  if (!set) return rights.grant ? [button('connect', { domain: first.tenant.id }, first.tenant.name)] : []
  const order = { setId: set.id, tenantIds: left.map(({ tenant }) => tenant.id) }
  const about = left.length === 1 ? `${set.name}, ${first.tenant.name}` : set.name
  const made = grantOrAsk(kind === 'update' ? 'update' : 'grant', order, { rights, about })
  return made ? [made] : []
}
