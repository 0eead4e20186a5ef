/** A call of the control API behind a button. */
export interface Press {
  words: string
  call: string
  input: Record<string, unknown>
}

/** Something that happens in real life, what Teams says then, and how it is made good again. */
export interface WhatIf {
  title: string
  /** What a person will see in Teams. */
  teams: string
  act: Press
  back: Press
}

const press = (words: string, call: string, input: Record<string, unknown>): Press => ({ words, call, input })

/** The stories of the demo world, one button each. Names and permissions are those of its tenants. */
export const whatIfs: readonly WhatIf[] = [
  {
    title: 'An admin of Adatum takes a permission away',
    teams:
      'The next read finds Reports.Read.All of User, device and activity gone, a second one a minute later makes it certain. Then an alert says since when, who did it and what stops, and its button leads to the grant. Given back, the same card turns to resolved.',
    act: press('Revoke it', 'revoke', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Reports.Read.All',
    }),
    back: press('Give it back', 'grant', {
      tenantId: 'adatum.com',
      clientId: 'user-device-activity',
      permission: 'Reports.Read.All',
    }),
  },
  {
    title: 'A script takes User.Read.All away everywhere',
    teams:
      'A dozen and more grants lose it at once. After the second read one digest comes, not a dozen alerts: what they have in common, how many tenants, and a way to the worst.',
    act: press('Revoke in every tenant', 'revoke-everywhere', { permission: 'User.Read.All' }),
    back: press('Give it back everywhere', 'grant-everywhere', { permission: 'User.Read.All' }),
  },
  {
    title: 'An admin of Fabrikam disables Account actions',
    teams:
      'At the next read an alert says that the app is switched off in Entra and leads there: nobody can mend it by consent. Enabled again, the card turns to resolved.',
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
    title: 'SaaS posture needs one permission more',
    teams:
      'Every tenant that has the set turns to ⚠️ New permissions required, and one card for all of them shows the difference and who has consented since. A request for this set that waits for approval is void and shows what changed.',
    act: press('Require Place.Read.All', 'require', {
      clientId: 'saas-posture',
      permission: 'Place.Read.All',
    }),
    back: press('Drop it', 'unrequire', { clientId: 'saas-posture', permission: 'Place.Read.All' }),
  },
  {
    title: 'User, device and activity needs one permission less',
    teams:
      'Contoso and Fabrikam, which lack Place.Read.All, turn to ✅ Granted by themselves: nobody has to act.',
    act: press('Drop Place.Read.All', 'unrequire', {
      clientId: 'user-device-activity',
      permission: 'Place.Read.All',
    }),
    back: press('Require it', 'require', { clientId: 'user-device-activity', permission: 'Place.Read.All' }),
  },
  {
    title: 'Somebody deletes an app in Northwind',
    teams:
      'User, device and activity is gone from the tenant, with every grant. After the second read an alert says so; a new consent installs it again.',
    act: press('Delete it', 'delete', { tenantId: 'northwindtraders.com', clientId: 'user-device-activity' }),
    back: press('Give it back', 'grant', {
      tenantId: 'northwindtraders.com',
      clientId: 'user-device-activity',
    }),
  },
  {
    title: 'Woodgrove removes the reader app',
    teams:
      'Nothing can be read there any more: one alert for the tenant says that the connection is lost and who must consent again. No grant is called lost.',
    act: press('Disconnect', 'disconnect', { tenantId: 'woodgrovebank.com' }),
    back: press('Connect', 'connect', { tenantId: 'woodgrovebank.com' }),
  },
  {
    title: 'Graph asks for patience',
    teams:
      'The next 20 requests are answered 429 with Retry-After 5. Teams says nothing: reads wait as long as they are told, and no grant changes.',
    act: press('Throttle', 'fault', {
      where: 'graph',
      kind: 'status',
      status: 429,
      retryAfter: '5',
      times: 20,
    }),
    back: press('End it', 'clear-faults', { where: 'graph', everyTenant: true }),
  },
  {
    title: 'The secret of the reader app is refused',
    teams:
      'No tenant gives a token. The sync stops after the same failure in several tenants and operators get one alarm; sets turn to ❔ Not checked when their last read is too old, never to lost.',
    act: press('Break the token', 'fault', { where: 'token', kind: 'aadsts', code: 7000222 }),
    back: press('Mend it', 'clear-faults', { where: 'token', everyTenant: true }),
  },
  {
    title: 'Consent in Litware spreads slowly',
    teams:
      'Grant Account actions in Litware and consent: the card says that it is spreading, and Verified only when the tenant itself says so, half a minute later.',
    act: press('Slow it down', 'replication', {
      tenantId: 'litwareinc.com',
      delayMs: 30_000,
      flapping: true,
    }),
    back: press('At once again', 'replication', { tenantId: 'litwareinc.com', delayMs: 0, flapping: false }),
  },
]
