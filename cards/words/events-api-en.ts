/** What the events API says to whoever programs a caller. */
export const eventsApiEn = {
  ahead: (last: number) =>
    `The last event here is ${last}, so your number is from another database or from before a backup was restored. Read /api/v1/access once for every tenant and set that you know, then continue with after=${last}.`,
  removed: (last: number) =>
    `What comes after that number is no longer complete: the events up to ${last} were removed after their retention period. Read /api/v1/access once for every tenant and set that you know, then continue with after=${last}.`,
} as const
