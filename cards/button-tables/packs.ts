/** The data of each button of the reviewer's pack. */
export interface PackInputs {
  pack: { setId: string; tenantId?: string }
}

/** Which action each button runs. */
export const packVerbs = {
  pack: 'pack.make',
} as const satisfies Record<keyof PackInputs, string>
