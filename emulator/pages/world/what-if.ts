/** A call of the control API behind a button. */
export interface Press {
  words: string
  call: string
  input: Record<string, unknown>
}

/** Something that happens in real life, what Teams then shows, and how it is reverted. */
export interface WhatIf {
  title: string
  /** What a person sees in Teams. */
  teams: string
  act: Press
  back: Press
}

const press = (words: string, call: string, input: Record<string, unknown>): Press => ({ words, call, input })

/** The scenarios of the demo world. Names and permissions are those of its tenants. */
export const whatIfs: readonly WhatIf[] = [
  {
    title: 'An admin of Adatum removes a permission',
    teams:
      'The next read finds that Reports.Read.All of User, device and activity is gone. A second read a minute later confirms it. Then an alert shows since when, who did it, and what stops, with a button to grant again. When the permission is restored, the same card changes to resolved.',
    act: press('Revoke it', 'revoke', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Reports.Read.All',
    }),
    back: press('Restore it', 'grant', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Reports.Read.All',
    }),
  },
  {
    title: 'An admin of Adatum grants more than anybody asked for',
    teams:
      'The next read finds Mail.Read, which no link, request, or baseline explains. A second read a minute later confirms it. Then an alert names it, its risk, and who did it. Accept it with a reason, block the set, or remove it in Entra: two reads without it, and the card changes to resolved.',
    act: press('Grant Mail.Read', 'grant', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Mail.Read',
    }),
    back: press('Remove it', 'revoke', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Mail.Read',
    }),
  },
  {
    title: 'A script removes User.Read.All everywhere',
    teams:
      'More than a dozen grants lose it at once. After the second read, one digest is posted instead of a dozen alerts: what they have in common, how many tenants, and a link to the worst.',
    act: press('Revoke in every tenant', 'revoke-everywhere', { permission: 'User.Read.All' }),
    back: press('Restore it everywhere', 'grant-everywhere', { permission: 'User.Read.All' }),
  },
  {
    title: 'An admin of Fabrikam disables Account actions',
    teams:
      'At the next read, an alert shows that the app is disabled in Entra and links to it, because consent can’t fix it. When the app is enabled again, the card changes to resolved.',
    act: press('Disable it', 'disable', {
      tenantId: 'fabrikam.com',
      clientId: 'account-actions',
      by: 'admin',
    }),
    back: press('Enable it', 'enable', {
      tenantId: 'fabrikam.com',
      clientId: 'account-actions',
      by: 'admin',
    }),
  },
  {
    title: 'SaaS posture needs one more permission',
    teams:
      'Every tenant that has the set changes to ⚠️ New permissions required. One card for all of them shows the difference and who has consented since. A request for this set that was waiting for approval is no longer valid and shows what changed.',
    act: press('Require Place.Read.All', 'require', {
      clientId: 'saas-posture',
      permission: 'Place.Read.All',
    }),
    back: press('Remove it', 'unrequire', { clientId: 'saas-posture', permission: 'Place.Read.All' }),
  },
  {
    title: 'User, device and activity needs one fewer permission',
    teams:
      'Contoso and Fabrikam, which lack Place.Read.All, change to ✅ Granted automatically. No action is needed.',
    act: press('Remove Place.Read.All', 'unrequire', {
      clientId: 'user-device-activity',
      permission: 'Place.Read.All',
    }),
    back: press('Require it', 'require', { clientId: 'user-device-activity', permission: 'Place.Read.All' }),
  },
  {
    title: 'An admin of Northwind deletes an app',
    teams:
      'User, device and activity is removed from the tenant, with every grant. After the second read, an alert reports it. A new consent installs it again.',
    act: press('Delete it', 'delete', { tenantId: 'northwindtraders.com', clientId: 'user-device-activity' }),
    back: press('Restore it', 'grant', {
      tenantId: 'northwindtraders.com',
      clientId: 'user-device-activity',
    }),
  },
  {
    title: 'Woodgrove removes the reader app',
    teams:
      'Nothing can be read there anymore. One alert for the tenant shows that the connection is lost and who must consent again. No grant is reported as lost.',
    act: press('Disconnect', 'disconnect', { tenantId: 'woodgrovebank.com' }),
    back: press('Connect', 'connect', { tenantId: 'woodgrovebank.com' }),
  },
  {
    title: 'Graph throttles requests',
    teams:
      'The next 20 requests get 429 with Retry-After 5. Nothing is posted in Teams: reads wait as long as requested, and no grant changes.',
    act: press('Throttle', 'fault', {
      where: 'graph',
      kind: 'status',
      status: 429,
      retryAfter: '5',
      times: 20,
    }),
    back: press('Stop', 'clear-faults', { where: 'graph', everyTenant: true }),
  },
  {
    title: 'The secret of the reader app expires',
    teams:
      'The reader’s tokens end with it. Within 30 seconds, an alert says that the secret has expired and who must renew it. Reading pauses; no grant is reported as lost. After the fix, the same card changes to resolved.',
    act: press('Let it expire', 'expire-credentials', { clientId: 'reader', tokens: true }),
    back: press('Renew it', 'renew-credentials', { clientId: 'reader' }),
  },
  {
    title: 'Consent in Litware propagates slowly',
    teams:
      'Grant Account actions in Litware and consent. The card shows Propagating, then Verified only after the tenant itself shows the consent, half a minute later.',
    act: press('Slow it down', 'replication', {
      tenantId: 'litwareinc.com',
      delayMs: 30_000,
      flapping: true,
    }),
    back: press('Back to normal', 'replication', { tenantId: 'litwareinc.com', delayMs: 0, flapping: false }),
  },
]
