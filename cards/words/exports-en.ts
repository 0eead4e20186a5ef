export const exportsEn = {
  planTitle: 'Export the history?',
  title: 'Your file is ready',
  facts: {
    what: (what: string) => `**Scope:** ${what}`,
    entries: (n: number) => `**Entries:** ${n.toLocaleString('en-US')}`,
    file: (format: string) => `**File:** ${format}`,
  },
  what: { tenant: (tenant: string) => tenant, all: 'all tenants', own: 'the tenants you can see' },
  format: {
    csv: 'CSV, for spreadsheets',
    json: 'JSON lines, with hashes for verification',
    ocsf: 'OCSF events in JSON lines, for a SIEM',
  },
  who: (minutes: number) =>
    `Only you get the link. It works for ${minutes} minutes, and every download is recorded in the history.`,
  ready: (until: string) => `The link works until ${until}.`,
  warning:
    'The file contains names and reasons that people entered. Anyone who has the link can get the file, so don’t share it.',
  download: 'Download in browser',
}
