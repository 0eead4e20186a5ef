import type { Tier, Who } from './codes.ts'
import { counted } from './counted.ts'

/** The reviewer's pack: a file that is read without this program, and the card with its link. Plain texts. */
export const packEn = {
  card: {
    title: 'The reviewer’s pack is ready',
    what: (set: string, tenant: string) => (tenant ? `**${set}** in **${tenant}**` : `**${set}**`),
    holds: (tenant: string) =>
      tenant
        ? 'Every permission with its data, reason, risk, and alternatives, and what holds in this tenant. No other tenant is in it.'
        : 'Every permission with its data, reason, risk, and alternatives. No tenant is in it.',
    until: (time: string) =>
      `The link works until ${time}. Each download says what holds at that moment, and is recorded in the history.`,
    warning: 'Anyone who has the link can get the file. Send the file, not the link.',
    open: 'Open the pack',
    markdown: 'Download as Markdown',
  },
  kind: 'Security review',
  of: (suite: string) => `A permission set of ${suite}`,
  in: (tenant: string) => ` in ${tenant}`,
  byline: (time: string, by: string) => `Made ${time} by ${by} with Grantkeeper`,
  facts: {
    app: 'App at Microsoft',
    product: 'Product',
    publisher: 'App published by',
    clientId: 'Client ID',
    permissions: 'Permissions',
    alsoNeeds: 'Also needs',
    signer: 'Can be granted by',
    tenant: 'Tenant',
    tenantId: 'Tenant ID',
    status: 'Status',
  },
  appUnread: 'Couldn’t be read when this was made. Compare the client ID.',
  verified: (publisher: string) => `${publisher}, verified by Microsoft`,
  notVerified: 'Not verified by Microsoft',
  noClientId: 'Not configured',
  counts: (application: number, delegated: number) =>
    [application > 0 && `${application} application`, delegated > 0 && `${delegated} delegated`]
      .filter(Boolean)
      .join(', ') || 'None is known now',
  inTier: (n: number, tier: Tier) => `${n} in tier ${tier}`,

  tenant: {
    title: (tenant: string) => `What holds in ${tenant} today?`,
    read: 'Last read',
    readAt: (time: string) => `${time}, from the tenant’s own directory`,
    neverRead: 'Never: nothing is known about what is granted',
    was: (status: string) => `At the last read: ${status}`,
    since: 'Since',
    granted: 'Granted',
    grantedOf: (granted: number, all: number) => `${granted} of ${counted(all, 'permission')}`,
    blocked: 'Blocked',
    blockedBy: (by: string, time: string) =>
      `By ${by}, ${time}: the suite’s apps get no data of this tenant. What Entra shows as granted is still granted.`,
    closed: 'Closed by default',
    closedText:
      'The suite’s apps get data of this tenant only while two people have opened the set, for a time. Entra keeps the grant meanwhile.',
    accepted: 'What is accepted for a time?',
    acceptedBy: 'Accepted by',
    owner: 'Owner',
    until: 'Until',
    findings: 'What was found',
    act: (who: string) => ` Who must act: ${who}.`,
    /** Whoever reads the file isn’t in the chat. */
    ownWho: {
      approver: 'an approver of Grantkeeper',
      anyOperator: 'an operator of Grantkeeper',
    } as Partial<Record<Who, string>>,
    entra: 'In Entra',
    consents: 'Who granted it?',
    noConsents: 'No consent through Grantkeeper is on record here. What is granted was granted another way.',
    consent: (code: string, time: string) => `Consent ${code}, confirmed by a read ${time}`,
    requestedBy: 'Requested by',
    signer: 'Link for',
    approvedBy: 'Approved by',
    noApproval: 'No second person was needed',
  },
  apps: {
    title: 'Which products use it, and what for?',
    purpose: 'Purpose',
    whenBlocked: 'If refused',
    limit: 'Limit',
    limited: (n: number) => `Works in at most ${counted(n, 'tenant')}`,
    coupled: 'Also stops',
  },
  permissions: {
    title: 'What can it read or change, and why?',
    lead: 'Application permissions work without a signed-in person and for the whole tenant. Delegated permissions reach at most what the signed-in person may do.',
    tiers:
      'Tier 0: a path to Global Administrator, or full control of a whole service. Tier 1: sensitive. Tier 2: low.',
    allows: 'Allows',
    notDescribed: 'Nobody has described it. Ask the publisher.',
    reason: 'Needed for',
    noReason: 'The catalog doesn’t say. Ask the publisher.',
    apps: 'Used by',
    without: 'Without it',
    risk: 'Risk',
    tier: {
      0: 'Tier 0, a path to Global Administrator or full control of a whole service',
      1: 'Tier 1, sensitive',
      2: 'Tier 2, low',
    } satisfies Record<Tier, string>,
    raters: {
      microsoft: 'rated by Microsoft',
      tiering: 'rated by a published tiering',
      catalog: 'rated by the publisher of the catalog',
      grantkeeper: 'rated by the publisher of Grantkeeper',
    },
    untested:
      '“Less would be” says what Microsoft offers. The catalog doesn’t say that the product was tested with it: ask the publisher before you count on it.',
    unrated: 'nobody has rated it, so it counts as the worst',
    narrower: 'Less would be',
    noNarrower: 'Nothing narrower is known to the catalog',
    notLower: (tier: Tier) => `Narrower, but not less risky: tier ${tier}, too`,
    higher: (tier: Tier) => `Narrower, but riskier: tier ${tier}`,
    lower: (tier: Tier) => `Less risky: tier ${tier}`,
    noTier: 'Not rated: compare it yourself.',
    ends: 'Ends',
    endsOn: (day: string, where: string) => `On ${day}: see “${where}”`,
    hasEnded: (day: string, where: string) => `Has ended on ${day}: see “${where}”`,
    preview: 'Preview',
    previewOf: (what: string) => `${what}. It can change without notice.`,
    state: 'In this tenant',
    states: {
      granted: '✓ Granted',
      missing: '✗ Not granted',
      notRead: '? Not read',
    },
    type: { application: 'application', delegated: 'delegated' },
    tag: { 0: 'tier 0', 1: 'tier 1', 2: 'tier 2' } satisfies Record<Tier, string>,
    id: 'ID',
    none: 'The list of permissions isn’t known now. Ask for a new pack later.',
  },
  ends: {
    title: 'What ends, and when?',
    none: (version: number) =>
      `No end date is known for any of these permissions in catalog version ${version}.`,
    when: 'When',
    phase: {
      ending: (day: string) => `${day}`,
      limited: (day: string) => `${day}; until then it works only with what it also needs`,
      ended: (day: string) => `Ended on ${day}. Entra still shows the permission as granted.`,
    },
    what: 'What ends',
    instead: 'Instead',
    also: 'Also needs',
    alsoFrom: (what: string, from: string) => (from ? `${what} (since ${from})` : what),
    source: 'Source',
  },
  settings: {
    title: 'What else does it need?',
    what: 'How',
    setBy: 'Set up by',
    atLeast: (role: string) => `At least a ${role}`,
    without: 'Without it',
    state: 'In this tenant',
    states: {
      present: '✓ There',
      missing: '✗ Missing',
      unreadable: '? Couldn’t be read',
      notApplicable: '? The app isn’t installed yet',
      notRead: '? Not read',
      confirmed: '✓ Confirmed by a person; no API shows it',
      unconfirmed: '? Nobody has confirmed it; no API shows it',
    },
    confirmedBy: (by: string, time: string) => `, ${by}, ${time}`,
  },
  grant: {
    title: 'Who can grant it?',
    who: (role: string) => `At least a ${role} must accept at Microsoft.`,
    privileged:
      'For application permissions of Microsoft Graph, Application Administrator and Cloud Application Administrator aren’t enough.',
    whole:
      'Microsoft’s page lists everything that the app registration requests, and grants all of it or nothing. Compare it with the list above before you accept.',
    holds: 'Grantkeeper itself can grant nothing: it only reads, and leads a person to Microsoft’s page.',
  },
  revoke: {
    title: 'How is it revoked, and what stops then?',
    steps: (clientId: string) => [
      `In the Entra admin center, open Enterprise applications and search for the client ID ${clientId}. All that follows there needs at least a Cloud Application Administrator.`,
      'One permission: open Permissions, select the permission, and revoke it. The app keeps the others.',
      'Everything: open Properties and delete the enterprise application. Its grants go with it. For 30 days, it can be restored.',
      'For a while only: open Properties and set “Enabled for users to sign-in?” to No. The app gets no new tokens.',
    ],
    role: (role: string) =>
      `The directory role ${role}: open Roles & admins, select ${role}, and remove the app under Assignments, or remove it from the group that has the role. It needs at least a Privileged Role Administrator. Revoking permissions doesn’t remove the role.`,
    confirm: (hasRole: boolean) =>
      `To confirm it, reload the app’s Permissions page in Entra: a revoked permission is no longer listed. A deleted application is no longer found under Enterprise applications.${hasRole ? ' The app is no longer listed under the role’s Assignments.' : ''}`,
    nextRead: (tenant: string) =>
      tenant
        ? `Grantkeeper says it after its next read of ${tenant}: ask for a new pack then.`
        : 'Grantkeeper says it after its next read of the tenant: ask for a pack of that tenant then.',
    delay: 'Tokens that were issued before keep working until they expire, usually within 60 to 90 minutes.',
    suite:
      'The operator can also block the set in Grantkeeper: the suite’s apps stop using it at once, and Entra keeps the grant.',
    open: 'This app in Entra',
    stops: (where: string) => `What stops in each product then is said above, under “${where}”`,
  },
  sources: {
    title: 'Where do these facts come from?',
    catalog: 'Catalog',
    version: (version: number) => `Version ${version}`,
    changedAt: (time: string) => `, file of ${time}`,
    hash: 'SHA-256 of the catalog file',
    checkFile: 'To check it',
    checkFileHow:
      'The hash is of the file’s exact bytes. Get the file from the operator and run: sha256sum <catalog file>. It is bot/domain/catalog/catalog.json of Grantkeeper’s release, or the file in the operator’s CATALOG_FILE.',
    operator: 'Operator',
    operatorIs: (suite: string, by: string) =>
      `Whoever runs Grantkeeper for ${suite}. Ask ${by}, who made this file.`,
    list: 'List of permissions',
    from: {
      registration: 'Read from the publisher’s app registration',
      catalog: 'From the catalog, not compared with the app registration',
    },
    readAt: (time: string) => `, ${time}`,
    listHash: 'SHA-256 of client ID and list',
    checkList: 'To check it',
    checkListHow: (clientId: string) =>
      `The hash is of lines, without a line feed after the last: the client ID, then the ID of every permission above (API/type/permission), sorted. With the IDs in ids.txt, one in each line, run: printf %s "$(echo ${clientId}; LC_ALL=C sort -u ids.txt)" | sha256sum`,
    tiering: 'Published tiering',
    judged: {
      catalog: {
        label: 'Catalog’s rating',
        text: 'Judgment of the publisher of the catalog, where no published tiering rates a permission, or rates it lower',
      },
      grantkeeper: {
        label: 'Grantkeeper’s rating',
        text: 'Judgment of the publisher of Grantkeeper, where no published tiering rates a permission, or rates it lower',
      },
    },
    note: 'Only Entra says what is granted. This file repeats what Grantkeeper read there, with the time of the read, and what the publisher’s catalog says.',
    onlyTenant: (tenant: string) => `It names no tenant but ${tenant}.`,
    noTenant: 'This file is about the set itself. It says nothing about any tenant.',
  },
}
