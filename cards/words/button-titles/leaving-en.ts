import type { LeavingInputs } from '../../button-tables/leaving.ts'

/** Titles of the buttons of what is left in Entra. */
export const leavingButtonsEn = {
  leavings: 'What’s left in Entra',
  showLeaving: 'Show',
  checkLeaving: 'Check again',
  stopLeaving: 'Stop reading',
  followLeaving: 'Follow removal',
} as const satisfies Record<keyof LeavingInputs, string>
