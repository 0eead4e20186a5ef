import type { OwnerInputs } from '../../button-tables/owners.ts'

/** Titles of the buttons about owners. */
export const ownerButtonsEn = {
  mine: 'Mine',
  previousMine: 'Previous',
  nextMine: 'Next',
  showOwner: 'Show owner',
  ownThis: 'I own this',
  disown: 'Nobody',
} as const satisfies Record<keyof OwnerInputs, string>
