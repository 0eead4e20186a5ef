export const exportsEn = {
  planTitle: 'Export the history?',
  title: 'Your file is ready',
  facts: {
    what: (what: string) => `**Of:** ${what}`,
    entries: (n: number) => `**Entries:** ${n.toLocaleString('en-US')}`,
    file: (format: string) => `**File:** ${format}`,
  },
  what: { tenant: (tenant: string) => tenant, all: 'all tenants', own: 'the tenants you may see' },
  format: { csv: 'CSV, for spreadsheets', json: 'JSON lines, with the hashes to verify it' },
  who: (minutes: number) =>
    `You alone get the link. It works for ${minutes} minutes, and the history notes every download.`,
  ready: (until: string) => `The link works until ${until}.`,
  warning:
    'The file holds names and reasons of people. Whoever has the link gets the file: do not pass it on.',
  download: 'Download in browser',
}
