import type { Migration } from 'kysely/migration'

/** One that can be taken back, so that the version before can be started again: whatever that version knows is kept. */
export type Reversible = Required<Pick<Migration, 'up' | 'down'>>
