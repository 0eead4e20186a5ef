import type { HolderProblem, OwnerPart } from './codes.ts'
import { counted } from './counted.ts'

/** Why alerts don't reach whoever holds a part. Texts passed in are already escaped. */
const problemEn: Readonly<Record<HolderProblem, (name: string) => string>> = {
  missing: (name) => `${name} no longer has an account here`,
  noRole: (name) => `${name} has no role that reaches this`,
  groupMissing: (name) => `The group ${name} no longer exists`,
  groupEmpty: (name) => `The group ${name} has no members`,
  groupTooLarge: (name) => `The group ${name} has more than 20 members`,
  unreached: (name) => `Teams doesn’t let the bot write to ${name}`,
  unread: (name) => `Whether alerts reach ${name} can’t be checked right now`,
}

export const ownersEn = {
  problem: problemEn,
  part: { owner: 'owner', deputy: 'deputy' } satisfies Record<OwnerPart, string>,
  card: {
    title: 'Owner and deputy',
    of: (what: string) => `of ${what}`,
    setEverywhere: (set: string) => `“${set}” in every tenant`,
    pair: (set: string, tenant: string) => `“${set}” in ${tenant}`,
    holds: {
      owner: (name: string) => `**Owner:** ${name}`,
      deputy: (name: string) => `**Deputy:** ${name}`,
    } satisfies Record<OwnerPart, (name: string) => string>,
    nobody: 'nobody',
    group: (name: string) => `group ${name}`,
    from: { tenant: 'of the whole tenant', set: 'of the set in every tenant', pair: '' },
    by: (name: string, time: string) => `set by ${name}, ${time}`,
    fallsBack: (why: string) => `${why}, so the approvers get the alerts.`,
    does: (hours: string) =>
      `Alerts go to the owner’s own chat, besides the channels. If nobody acknowledges one within ${hours}, the deputy gets it too.`,
    hours: (n: number) => counted(n, 'hour'),
    how: (part: string, what: string) =>
      `To name somebody else, mention them in a channel or group chat: ${part} of ${what} is @name. For a group, type its ID instead.`,
    disown: { owner: 'No owner', deputy: 'No deputy' } satisfies Record<OwnerPart, string>,
    ownThis: { owner: 'I own this', deputy: 'I’m the deputy' } satisfies Record<OwnerPart, string>,
  },
  onAlert: {
    owner: (name: string) => `Owner: ${name}`,
    deputy: (name: string) => `deputy: ${name}`,
    silent: (name: string) => `${name} hasn’t acknowledged this. You get it as the deputy.`,
    silentNobody: 'Nobody has acknowledged this. You get it as the deputy.',
    fallsBack: (why: string) => `${why}. That’s why the approvers get it.`,
    change: 'Change owner',
  },
  mine: {
    title: 'What waits for you',
    none: 'Nothing waits for you.',
    sections: {
      request: (n: number) => `${counted(n, 'request')} to decide`,
      link: (n: number) => `${counted(n, 'open link')} of yours`,
      alert: (n: number) => `${counted(n, 'alert')} of what you own or stand in for`,
      exception: (n: number) => `${counted(n, 'exception')} of yours`,
      baseline: (n: number) => `${counted(n, 'baseline')} to confirm`,
    },
    as: {
      owner: '',
      deputy: 'as the deputy',
      approvers: 'in the place of its owner',
    },
    acknowledged: (name: string) => `${name} is handling it`,
    link: (set: string) => `Consent to “${set}”`,
    connection: 'Connection of the directory',
    unopened: 'not opened yet',
    opened: 'opened, not verified yet',
    baseline: (tenant: string) => `What the first read of ${tenant} found`,
    made: (age: string) => `created ${age}`,
    unread: (groups: string) =>
      `${groups} can’t be read right now, so what belongs to that group may be missing.`,
    range: (first: number, last: number, total: number) => `${first}–${last} of ${total}`,
  },
}
