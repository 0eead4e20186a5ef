import type { Person } from '../person.ts'

export const roles = ['viewer', 'operator', 'approver', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The person of this turn, from the activity and the configuration; never from card data. */
export interface Actor extends Person {
  roles: readonly Role[]
}
