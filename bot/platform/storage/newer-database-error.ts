/** A newer version has migrated the database, so this one must not change it. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'

  constructor(migration: string) {
    super(
      `The database was written by a newer version of Grantkeeper (migration "${migration}"). ` +
        'Start that version, or use it to roll back its migration with "npm run rollback".',
    )
  }
}
