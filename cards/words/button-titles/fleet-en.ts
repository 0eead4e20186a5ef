import type { FleetInputs } from '../../button-tables/fleet.ts'

/** Titles of the buttons of the overview. */
export const fleetButtonsEn = {
  overview: 'Overview',
  previousOverview: 'Previous',
  nextOverview: 'Next',
  moreSets: 'More sets',
} as const satisfies Record<keyof FleetInputs, string>
