import type { FleetInputs } from '../../button-tables/fleet.ts'

/** Titles of the buttons of the cards about all tenants. */
export const fleetButtonsEn = {
  overview: 'Overview',
  previousOverview: 'Previous',
  nextOverview: 'Next',
  moreSets: 'More sets',
  nextActions: 'Next actions',
  previousActions: 'Previous',
  furtherActions: 'Next',
  planGroup: 'Grant in all',
  showGroup: 'Show tenants',
} as const satisfies Record<keyof FleetInputs, string>
