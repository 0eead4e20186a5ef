import { button, linkButton, primary } from './buttons.ts'
import type { ConsentCardData, Links } from './consent.ts'
import { hasEnded } from './consent-steps.ts'
import type { Element } from './render.ts'
import { en as words } from './words/en.ts'

/** Open the link, look again, take it back; and when all is over, ask again where it did not succeed. */
export function consentButtons(data: ConsentCardData, tenants: readonly Links[]): Element[] {
  const { consentId, version, rights, links } = data
  const single = tenants.length === 1 ? tenants[0]?.[0]?.tenant : undefined
  const url = single && links.find((link) => link.url)?.url
  const open = links.some(({ phase }) => !hasEnded(phase))
  const about = single?.name
  return [
    ...(url ? [primary(linkButton(words.consent.open, url, about))] : []),
    ...(open ? [button('refreshConsent', { consentId }, about)] : againButtons(data, tenants)),
    ...(open && rights.grant ? [button('cancelConsent', { consentId, v: version }, about)] : []),
    single ? button('backToTenant', { tenantId: single.id }, about) : button('tenants', {}),
  ]
}

/** Asks once more where it did not succeed. */
function againButtons({ kind, set, rights }: ConsentCardData, tenants: readonly Links[]): Element[] {
  const left = tenants
    .filter((each) => each.some(({ phase }) => phase !== 'verified'))
    .flatMap(([first]) => first ?? [])
  const [first] = left
  if (!first || !rights.grant) return []
  if (!set) return [primary(button('connect', { domain: first.tenant.id }, first.tenant.name))]
  const order = { setId: set.id, tenantIds: left.map(({ tenant }) => tenant.id) }
  return [primary(kind === 'update' ? button('update', order, set.name) : button('grant', order, set.name))]
}
