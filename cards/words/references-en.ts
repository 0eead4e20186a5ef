/** Ticket and case numbers of other systems. Texts passed in are already escaped. */
export const referencesEn = {
  label: 'Ticket or case number (optional)',
  hint: 'For example, INC0012345',
  line: (reference: string) => `Reference: **${reference}**`,
  /** In a row of a list. */
  short: (reference: string) => `ref. ${reference}`,
  add: 'Add a ticket or case number',
  change: 'Change the reference',
  noRequests: (reference: string) => `No request that you can see has the reference ${reference}.`,
  noEntries: (reference: string) => `No entry that you can see has the reference ${reference}.`,
}
