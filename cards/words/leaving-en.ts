import { counted } from './counted.ts'

/** What is left in Entra of a removed tenant, or of a blocked set. Texts passed in are already escaped. */
export const leavingEn = {
  title: (tenant: string) => `What’s left in ${tenant}`,
  titleOfSet: (set: string, tenant: string) => `What’s left of “${set}” in ${tenant}`,
  started: (by: string, time: string) => `Removed by ${by}, ${time}`,
  startedOfSet: (by: string, time: string) => `Blocked; followed for ${by} since ${time}`,
  left: (n: number) =>
    `${counted(n, 'enterprise application')} of the suite ${n === 1 ? 'is' : 'are'} still in Entra`,
  notSeen: 'Nothing was seen in the last read. A second one in about a minute confirms it.',
  readerNext: 'Only Grantkeeper’s reader is left. Delete it last: without it, nothing can be checked.',
  unreadable: 'Cannot be checked any more: Grantkeeper’s reader can’t read this tenant.',
  lostOnce: 'The reader was refused once. A second read in about a minute confirms it.',
  gone: 'Nothing of it is left. Two reads saw it gone.',
  stopped: (by: string) => `Stopped by ${by}. It isn’t read any more.`,
  returned: 'The tenant is on the list again, so syncs read it.',
  returnedSet: 'It isn’t blocked any more, so what’s there is wanted.',
  failed: (why: string) =>
    `The last read failed: ${why || 'no answer'}. Nothing counts as gone because of it.`,
  reader: 'Grantkeeper’s reader',
  readerNote: 'delete it last',
  former: (set: string) => `the former app of ${set}`,
  states: {
    there: (held: string) => `still there${held}`,
    held: (n: number) => `, with ${counted(n, 'permission')}`,
    missing: 'not seen in the last read; a second one confirms it',
    gone: (time: string) => `gone, confirmed ${time}`,
    unreadable: 'cannot be checked any more',
    notRead: (time: string) => `last seen there ${time}`,
  },
  checked: (age: string) => `Read ${age}`,
  notYet: 'First read in a few minutes',
  rhythm: 'Grantkeeper reads it until it’s gone: every few minutes at first, later once a day.',
  how: 'Open each in Entra and delete it under Properties.',
  powerShell: 'Or in PowerShell',
  showCommands: 'Show or hide the commands',
  moreApps: (n: number) => `and ${counted(n, 'more app')}`,
  list: {
    title: 'What’s left in Entra',
    subtitle: 'of removed tenants, and of blocked sets that are followed',
    none: 'Nothing is followed. It begins by itself when a tenant is removed.',
    open: (n: number) => `${counted(n, 'app')} still there`,
    more: (n: number) => `Only the newest ${n.toLocaleString('en-US')} are listed.`,
    states: {
      gone: 'gone',
      unreadable: 'cannot be checked any more',
      stopped: 'stopped',
      returned: 'on the list again',
    },
    ofSet: (set: string, tenant: string) => `${set} in ${tenant}`,
  },
} as const
