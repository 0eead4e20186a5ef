/** An older program does not touch what it cannot understand. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'

  constructor(migration: string) {
    super(
      `The database was written by a newer version of Grantkeeper (migration "${migration}"). ` +
        'Start that version, or let it take its migration back with "npm run rollback".',
    )
  }
}
