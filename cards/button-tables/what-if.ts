/** The data of each button about what an act would do. */
export interface WhatIfInputs {
  /** `of`: the action that shows the act, or does it; `with`: its input. */
  whatIf: { of: string; with: Readonly<Record<string, unknown>> }
  carryOut: { plan: string }
  requestPlan: { plan: string }
}

/** Which action each button runs. */
export const whatIfVerbs = {
  whatIf: 'plan.make',
  carryOut: 'plan.carryOut',
  requestPlan: 'plan.request',
} as const satisfies Record<keyof WhatIfInputs, string>
