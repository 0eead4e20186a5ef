import type { About } from './alert.ts'

/**
 * Whether a condition of one set in one tenant is told by an alert of its own: newly required permissions are not where a campaign
 * tells of them once for all tenants.
 */
export const isToldByItself = ({ condition }: About, byCampaign: boolean): boolean =>
  condition !== 'permissionsNew' || !byCampaign
