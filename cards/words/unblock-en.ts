/** Lifting a block. Texts passed in are already escaped. */
export const unblockEn = {
  title: (set: string) => `Unblock “${set}”?`,
  /** Above the apps. */
  back: 'Its apps get the data again, immediately',
  notYet: 'Its apps don’t get the data yet: the set can’t be used there',
  /** Above the data sources. */
  coupled: 'Back with them',
  until: (app: string, what: string) => `**${app}**. Until now: ${what}`,
  blocked: (by: string, time: string) => `Blocked by ${by}, ${time}`,
  noReason: 'No reason was given.',
  statusTitle: 'Status after unblocking',
  readAgain: 'As of the last read. The tenant is read again immediately.',
  returnsTo: (status: string) => `After: ${status}`,
  beyondTitle: (n: number) =>
    `⚠️ ${n === 1 ? 'One permission is' : `${n} permissions are`} granted there beyond the set`,
  beyond: (names: string) => `⚠️ Beyond the set: ${names}`,
}
