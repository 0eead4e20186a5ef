import type { Tier, UserErrorCode } from './codes.ts'

interface ErrorPage {
  title: string
  text: string
}

/** Words of the pages that a browser shows on the way to Microsoft and back. */
export interface PageWords {
  product: string
  tagline: string
  start: {
    title: { set(name: string, tenant: string): string; connection(tenant: string): string }
    lead: { set(suite: string): string; connection: string }
    codeLabel: string
    codeWarning: string
    facts: Record<
      | 'app'
      | 'apps'
      | 'publisher'
      | 'clientId'
      | 'tenant'
      | 'tenantId'
      | 'requestedBy'
      | 'approvedBy'
      | 'until',
      string
    >
    reader: string
    permissions(count: number): string
    noPermissions: string
    types: Record<'application' | 'delegated', string>
    tiers: Record<Tier, string>
    go: string
    goHint(host: string): string
    after: string
  }
  thanks: ErrorPage & { hint: string }
  errors: Partial<Record<UserErrorCode, ErrorPage>>
  otherError: ErrorPage
  unavailable: ErrorPage
  bug: { title: string; text(reference: string): string }
}

const askAgain = 'Go back to the chat and ask for a new link.'

export const pagesEn: PageWords = {
  product: 'Grantkeeper',
  tagline: 'Nothing has been granted yet',
  start: {
    title: {
      set: (name, tenant) => `Grant “${name}” in ${tenant}`,
      connection: (tenant) => `Connect ${tenant}`,
    },
    lead: {
      set: (suite) =>
        `Apps of ${suite} ask for these permissions. Read them, compare the code, then decide at Microsoft.`,
      connection:
        'Grantkeeper asks to read this tenant, so that it can show what is granted here. It can change nothing.',
    },
    codeLabel: 'This code must equal the code in your chat',
    codeWarning:
      'If it differs, or nobody you know sent you here, close this page and tell your security team.',
    facts: {
      app: 'Permission set',
      apps: 'For',
      publisher: 'Published by',
      clientId: 'Client id',
      tenant: 'Tenant',
      tenantId: 'Tenant id',
      requestedBy: 'Requested by',
      approvedBy: 'Approved by',
      until: 'Link works once, until',
    },
    reader: 'Grantkeeper reader (read only)',
    permissions: (count) => (count === 1 ? '1 permission' : `${count} permissions`),
    noPermissions:
      'Microsoft’s page lists what the reader may read: directory objects, grants, licences and role assignments.',
    types: { application: 'application', delegated: 'delegated' },
    tiers: { 0: 'Tier 0: path to Global Administrator', 1: 'Tier 1: sensitive', 2: 'Tier 2: low' },
    go: 'Continue to Microsoft',
    goHint: (host) =>
      `Opens ${host}, where you sign in and accept or cancel. Grantkeeper never sees your password.`,
    after: 'Afterwards Grantkeeper reads the tenant itself; the card in your chat says what it found.',
  },
  thanks: {
    title: 'You can close this window',
    text: 'Grantkeeper is checking with Microsoft what has been granted.',
    hint: 'The card in your chat follows every step. Microsoft may need a few minutes.',
  },
  errors: {
    LINK_UNKNOWN: {
      title: 'This link does not exist',
      text: `It may have been cut when it was copied. ${askAgain}`,
    },
    LINK_USED: { title: 'This link was used already', text: `Each link works once. ${askAgain}` },
    LINK_EXPIRED: { title: 'This link has expired', text: `Links live for a short time only. ${askAgain}` },
    LINK_CANCELLED: {
      title: 'This link was withdrawn',
      text: `The request was cancelled or has changed since. ${askAgain}`,
    },
    STATE_UNKNOWN: {
      title: 'This answer does not belong to an open request',
      text: 'Nothing has changed. If you have just given consent, the next sync will find it; the card in your chat says more.',
    },
    COOKIE_MISSING: {
      title: 'This is not the browser that started',
      text: `The way to Microsoft and back must stay in one browser, with cookies on. Nothing has changed. ${askAgain}`,
    },
    CALLBACK_MALFORMED: {
      title: 'Microsoft’s answer could not be read',
      text: `Nothing has changed. ${askAgain}`,
    },
    REGISTRATION_MISMATCH: {
      title: 'The app registration does not fit',
      text: 'Its publisher must mend it first; “settings” in the chat says what is wrong. Nothing has changed.',
    },
    GRANT_BLOCKED: {
      title: 'This set is blocked',
      text: 'It must be unblocked in the chat first. Nothing has changed.',
    },
    TENANT_LIMIT_REACHED: {
      title: 'Another tenant has this app already',
      text: 'The app works in a limited number of tenants. The chat shows how to move it. Nothing has changed.',
    },
  },
  otherError: { title: 'This cannot be done now', text: `Nothing has changed. ${askAgain}` },
  unavailable: {
    title: 'A service does not answer',
    text: 'Nothing has changed and the link has not been used. Try again in a minute.',
  },
  bug: {
    title: 'Something went wrong here',
    text: (reference) =>
      `Nothing has been granted. Tell whoever runs Grantkeeper this reference: ${reference}.`,
  },
}
