import type { Tx } from '#platform/storage/database.ts'
import { type AlertDetail, alertKey } from '../alerts/alert.ts'
import { findAlertByKey } from '../alerts/alerts-store.ts'
import { openAlert } from '../alerts/write-alert.ts'
import type { BeyondLink, Deps } from '../deps.ts'
import { blockByItself } from '../grants/block-grant.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'rules' | 'catalog' | 'clientIds' | 'react'>

/**
 * Consent granted more than the list of its link: an alert names link, signer, and difference. Where the registrations can't
 * be read, nobody could have been warned, so tier 0 among it blocks the set until a second person has decided.
 */
export async function grantedBeyond(deps: Needs, tx: Tx, beyond: BeyondLink): Promise<void> {
  const { tenantId, setId, linkId, extras } = beyond
  const about = { tenantId, setId, condition: 'grantedBeyond', edition: linkId } as const
  const known = await findAlertByKey(tx, alertKey(about))
  const told = known?.state === 'resolved' ? '' : (known?.detail.facts?.names ?? '')
  const tierZero = extras.filter(({ tier }) => tier === 0)
  const severity = tierZero.length > 0 ? 'critical' : 'warning'
  await openAlert(deps, tx, about, { detail: detailOf(beyond), severity })
  // Once: whoever lifts the block has decided about these.
  const isNew = tierZero.some(({ name }) => !hasName(told, name))
  if (isNew && deps.rules.requirementsFrom === 'catalog') await blockByItself(deps, tx, { tenantId, setId })
}

/** Between the names in an alert. */
const separator = ', '

/** The whole name: that of one permission can be a part of another's. A name can contain the separator. */
const hasName = (names: string, name: string): boolean =>
  `${separator}${names}${separator}`.includes(`${separator}${name}${separator}`)

function detailOf({ code, signer, extras, objectId }: BeyondLink): AlertDetail {
  const tierZero = extras.filter(({ tier }) => tier === 0).length
  const names = extras.map(({ name }) => name).join(separator)
  const facts = { code, signer: signer.name, count: `${extras.length}`, tierZero: `${tierZero}`, names }
  return { facts, ...(objectId && { objectId }) }
}
