import type { Migration } from 'kysely/migration'

/** A migration with a rollback that keeps all data of the previous version, so that it can start again. */
export type Reversible = Required<Pick<Migration, 'up' | 'down'>>
