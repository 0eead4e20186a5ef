import { button, linkButton, primary } from './buttons.ts'
import type { ConsentCardData, ConsentLinkRow, Links } from './consent-data.ts'
import { hasEnded, hasFailed } from './consent-steps.ts'
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
    ...(open && rights.grant ? [button('cancelConsent', { consentId, v: version }, about)] : []),
    single ? button('backToTenant', { tenantId: single.id }, about) : button('tenants', {}),
  ]
}

/** Of one tenant among several. */
export function rowButtons(
  data: ConsentCardData,
  links: Links,
  { url, phase, tenant }: ConsentLinkRow,
): Element[] {
  if (url) return [linkButton(words.consent.open, url, tenant.name)]
  return hasFailed(phase) ? again(data, [links]) : []
}

/** An unconfirmed consent might only need another sync; everything else needs a new grant. */
function afterwards(data: ConsentCardData, tenants: readonly Links[]): Element[] {
  const [link] = data.links.filter(({ phase }) => phase === 'notConfirmed')
  const look = link && tenants.length === 1 && data.rights.sync
  const sync = look ? [button('syncNow', { tenantId: link.tenant.id }, link.tenant.name)] : []
  const [first, ...rest] = [...sync, ...again(data, tenants)]
  return first ? [primary(first), ...rest] : []
}

function again({ kind, set, rights }: ConsentCardData, tenants: readonly Links[]): Element[] {
  const left = tenants
    .filter((each) => each.some(({ phase }) => phase !== 'verified'))
    .flatMap(([first]) => first ?? [])
  const [first] = left
  if (!first || !rights.grant) return []
  if (!set) return [button('connect', { domain: first.tenant.id }, first.tenant.name)]
  const order = { setId: set.id, tenantIds: left.map(({ tenant }) => tenant.id) }
  const about = left.length === 1 ? `${set.name}, ${first.tenant.name}` : set.name
  return [kind === 'update' ? button('update', order, about) : button('grant', order, about)]
}
