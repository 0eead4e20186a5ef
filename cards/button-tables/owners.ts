import type { OwnerPart } from '../words/codes.ts'

interface Belonging {
  tenantId?: string
  setId?: string
}

/** The data of each button about owners and what waits for one person. */
export interface OwnerInputs {
  mine: Record<string, never>
  previousMine: { page: number }
  nextMine: { page: number }
  showOwner: Belonging & { part?: OwnerPart }
  ownThis: Belonging & { part: OwnerPart; holder: 'me' }
  disown: Belonging & { part: OwnerPart; holder: 'nobody' }
}

/** Which action each button runs. */
export const ownerVerbs = {
  mine: 'mine.show',
  previousMine: 'mine.show',
  nextMine: 'mine.show',
  showOwner: 'owner.show',
  ownThis: 'owner.set',
  disown: 'owner.set',
} as const satisfies Record<keyof OwnerInputs, string>
