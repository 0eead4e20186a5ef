/** What tenants wait for: its keys, in the words of the bot. */
export interface WaitingRef {
  who: string
  code?: string
  setId?: string
}

/** The data of each button of the cards about all tenants. */
export interface FleetInputs {
  overview: Record<string, never>
  previousOverview: { page: number; firstSet: number }
  nextOverview: { page: number; firstSet: number }
  moreSets: { page: number; firstSet: number }
  nextActions: Record<string, never>
  previousActions: { page: number }
  furtherActions: { page: number }
  planGroup: WaitingRef
  showGroup: { waiting: WaitingRef }
}

/** Which action each button runs. */
export const fleetVerbs = {
  overview: 'overview.show',
  previousOverview: 'overview.show',
  nextOverview: 'overview.show',
  moreSets: 'overview.show',
  nextActions: 'waiting.show',
  previousActions: 'waiting.show',
  furtherActions: 'waiting.show',
  planGroup: 'waiting.plan',
  showGroup: 'tenant.list',
} as const satisfies Record<keyof FleetInputs, string>
