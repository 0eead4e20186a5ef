import type { PackInputs } from '../../button-tables/packs.ts'

/** Titles of the buttons of the reviewer's pack. */
export const packButtonsEn = {
  pack: 'Reviewer’s pack',
} as const satisfies Record<keyof PackInputs, string>
