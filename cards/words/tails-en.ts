/** What the endpoints say that other systems read on and on. Their callers are programs; whoever runs these reads it. */
export const tailsEn = {
  invalid: (most: number) =>
    `Send “after”, a whole number from 0 (the “next” of the last response; leave it out to begin at the beginning), and “limit”, a whole number from 1 to ${most}, each at most once and nothing else.`,
  events: {
    removed: (last: number) =>
      `What comes after that number is no longer complete: the events up to ${last} were removed after their retention period. Read /api/v1/access once for every tenant and set that you know, then continue with after=${last}.`,
    ahead: (last: number) =>
      `The last event here is ${last}, so your number is from another database or from before a backup was restored. Read /api/v1/access once for every tenant and set that you know, then continue with after=${last}.`,
  },
  history: {
    removed: (id: number) =>
      `What comes after that number is no longer complete: everything up to ${id} was removed after its retention period. Continue with after=${id}, and note the gap.`,
    ahead: (id: number) =>
      `The last number here is ${id}, so your number is from another database or from before a backup was restored. Compare what you have from ${id} on, then continue with after=${id}.`,
  },
} as const
