/** The data of each button of the overview. */
export interface FleetInputs {
  overview: Record<string, never>
  previousOverview: { page: number; firstSet: number }
  nextOverview: { page: number; firstSet: number }
  moreSets: { page: number; firstSet: number }
}

/** Which action each button runs. */
export const fleetVerbs = {
  overview: 'overview.show',
  previousOverview: 'overview.show',
  nextOverview: 'overview.show',
  moreSets: 'overview.show',
} as const satisfies Record<keyof FleetInputs, string>
