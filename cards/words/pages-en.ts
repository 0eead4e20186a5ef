import type { Tier, UserErrorCode } from './codes.ts'

interface ErrorPage {
  title: string
  text: string
  /** Follows the text: what a list now has and no longer has. */
  difference?(added: string, removed: string): string
}

/** Words of the web pages before and after Microsoft's consent page. */
interface PageWords {
  product: string
  tagline: string
  start: {
    title: {
      set(name: string, tenant: string): string
      update(name: string, tenant: string): string
      connection(tenant: string): string
    }
    lead: { set(suite: string): string; update(suite: string): string; connection: string }
    codeLabel: string
    codeWarning: string
    facts: Record<
      | 'set'
      | 'apps'
      | 'app'
      | 'publisher'
      | 'clientId'
      | 'tenant'
      | 'tenantId'
      | 'requestedBy'
      | 'approvedBy'
      | 'until',
      string
    >
    verified(publisher: string): string
    notVerified: string
    appUnread: string
    permissions(count: number): string
    newPermissions(count: number): string
    alreadyGranted(count: number): string
    readerPermissions: string
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

const waits =
  'The directory of the organization that runs Grantkeeper can’t be asked right now, so this waits. Nothing has changed, and the link hasn’t been used. Try again in a minute.'
const askAgain = 'Go back to the chat and ask for a new link.'

export const pagesEn: PageWords = {
  product: 'Grantkeeper',
  tagline: 'Nothing has been granted yet',
  start: {
    title: {
      set: (name, tenant) => `Grant “${name}” in ${tenant}`,
      update: (name, tenant) => `Update “${name}” in ${tenant}`,
      connection: (tenant) => `Connect ${tenant}`,
    },
    lead: {
      set: (suite) =>
        `Apps of ${suite} request these permissions. Review them, check the code, then decide at Microsoft.`,
      update: (suite) =>
        `Apps of ${suite} now need more than is granted here. Review what’s new, check the code, then decide at Microsoft.`,
      connection:
        'Grantkeeper requests to read this tenant so that it can show what’s granted here. It can’t change anything.',
    },
    codeLabel: 'Check that this code matches the code in your chat',
    codeWarning:
      'If it doesn’t match, or if you don’t know who sent you here, close this page and contact your security team.',
    facts: {
      set: 'Permission set',
      apps: 'For',
      app: 'App at Microsoft',
      publisher: 'Publisher',
      clientId: 'Client ID',
      tenant: 'Tenant',
      tenantId: 'Tenant ID',
      requestedBy: 'Requested by',
      approvedBy: 'Approved by',
      until: 'Link works once, until',
    },
    verified: (publisher) => `${publisher}, verified by Microsoft`,
    notVerified: 'Not verified by Microsoft',
    appUnread: 'Couldn’t be read now. Compare the client ID.',
    permissions: (count) => (count === 1 ? '1 permission' : `${count} permissions`),
    newPermissions: (count) => (count === 1 ? '1 new permission' : `${count} new permissions`),
    alreadyGranted: (count) => `${count} already granted`,
    readerPermissions: 'At most these permissions',
    types: { application: 'application', delegated: 'delegated' },
    tiers: { 0: 'Tier 0: path to Global Administrator', 1: 'Tier 1: sensitive', 2: 'Tier 2: low' },
    go: 'Continue to Microsoft',
    goHint: (host) =>
      `Opens ${host}, where you sign in, then accept or cancel. Grantkeeper never sees your password.`,
    after: 'Afterward, Grantkeeper reads the tenant itself. The card in your chat shows the result.',
  },
  thanks: {
    title: 'You can close this window',
    text: 'Grantkeeper is checking with Microsoft what was granted.',
    hint: 'The card in your chat shows every step. This might take a few minutes.',
  },
  errors: {
    LINK_UNKNOWN: {
      title: 'This link doesn’t exist',
      text: `It might have been cut off when it was copied. ${askAgain}`,
    },
    LINK_USED: { title: 'This link was already used', text: `Each link works once. ${askAgain}` },
    LINK_EXPIRED: {
      title: 'This link has expired',
      text: `Links are valid for a short time only. ${askAgain}`,
    },
    LINK_CANCELLED: {
      title: 'This link was withdrawn',
      text: `The request was canceled or has changed since. ${askAgain}`,
    },
    LINK_HELD_BACK: {
      title: 'This link is held back',
      text: `A person who requested it or was to use it may no longer do so. Nothing has changed, and the link hasn’t been used. ${askAgain}`,
    },
    ROLES_UNREADABLE: { title: 'This must wait', text: waits },
    ACCOUNT_UNREADABLE: { title: 'This must wait', text: waits },
    STATE_UNKNOWN: {
      title: 'This response doesn’t belong to an open request',
      text: 'Nothing has changed. If you just consented, the next sync finds it. The card in your chat says more.',
    },
    COOKIE_MISSING: {
      title: 'Started in another browser',
      text: `Open the link and finish at Microsoft in the same browser, with cookies allowed. If an admin did accept, that counts anyway: the tenant is being read now, and the card in your chat will show it.`,
    },
    CALLBACK_MALFORMED: {
      title: 'Microsoft’s response couldn’t be read',
      text: `Nothing has changed. ${askAgain}`,
    },
    REGISTRATION_MISMATCH: {
      title: 'The app registration must be fixed first',
      text: 'Nothing has changed. It can’t be read, or consent to it would fail. For details, use “settings” in the chat.',
    },
    APPROVAL_NEEDED: {
      title: 'A second person must agree first',
      text: `The permissions are now rated higher than when this link was made. Nothing has changed. ${askAgain}`,
    },
    LIST_CHANGED: {
      title: 'The required permissions have changed',
      text: `This link asked for another list, so it no longer works. Nothing has changed. ${askAgain}`,
      difference: (added, removed) =>
        [added && `Now also requested: ${added}.`, removed && `No longer requested: ${removed}.`]
          .filter(Boolean)
          .join(' '),
    },
    GRANT_BLOCKED: {
      title: 'This set is blocked',
      text: 'It must be unblocked in the chat first. Nothing has changed.',
    },
    TENANT_LIMIT_REACHED: {
      title: 'Another tenant already has this app',
      text: 'The app works in a limited number of tenants. The chat shows how to move it. Nothing has changed.',
    },
  },
  otherError: { title: 'This can’t be done now', text: `Nothing has changed. ${askAgain}` },
  unavailable: {
    title: 'A service isn’t responding',
    text: 'Nothing has changed, and the link hasn’t been used. Try again in a minute.',
  },
  bug: {
    title: 'Something went wrong',
    text: (reference) =>
      `Nothing has been granted. Give this reference to the admin who runs Grantkeeper: ${reference}.`,
  },
}
