import type { WhatIfInputs } from '../../button-tables/what-if.ts'

/** Titles of the buttons about what an act would do. */
export const whatIfButtonsEn = {
  whatIf: 'What if',
  carryOut: 'Carry out',
  requestPlan: 'Request',
} as const satisfies Record<keyof WhatIfInputs, string>
