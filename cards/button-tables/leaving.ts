/** The data of each button of what is left in Entra. */
export interface LeavingInputs {
  leavings: Record<string, never>
  showLeaving: { leavingId: number }
  checkLeaving: { leavingId: number }
  stopLeaving: { leavingId: number }
  followLeaving: { tenantId: string; setId: string }
}

/** Which action each button runs. */
export const leavingVerbs = {
  leavings: 'leaving.list',
  showLeaving: 'leaving.show',
  checkLeaving: 'leaving.check',
  stopLeaving: 'leaving.stop',
  followLeaving: 'leaving.follow',
} as const satisfies Record<keyof LeavingInputs, string>
