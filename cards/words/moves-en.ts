/** Moving an app that works in a limited number of tenants. Texts passed in are already escaped. */
export const movesEn = {
  /** In a list, in place of a status. */
  usedIn: (tenants: string, limit: number) =>
    `used in ${tenants} (${limit === 1 ? 'one tenant only' : `${limit} tenants only`})`,
  usedElsewhere: (limit: number) =>
    limit === 1
      ? 'used in another tenant (one tenant only)'
      : `used in other tenants (${limit} tenants only)`,
  /** Of a number of sets. */
  countElsewhere: (n: number) => `${n} used elsewhere`,
  icon: '–',
  title: (set: string, tenant: string) => `Move “${set}” to ${tenant}`,
  limited: (apps: string, n: number, limit: number) =>
    `${apps} ${n === 1 ? 'works' : 'work'} in ${limit === 1 ? 'one tenant' : `${limit} tenants`} at a time.`,
  block: (tenant: string) => `① Block in ${tenant}`,
  alsoBlocked: (sets: string) => `Blocked there: ${sets}`,
  grant: (tenant: string) => `② Grant in ${tenant}`,
  granted: 'Everything is granted there already. Its apps may use it from the block on.',
  last: (old: string) => `③ Verified; ${old} stays blocked`,
  between: 'From the block until the new tenant is verified, its apps get data in neither.',
  from: 'Which tenant gives way?',
  fromText: 'The app is used in several tenants. Choose the one to block.',
  cannot: 'Can’t be moved now',
  /** Steps on the card of its consent. */
  blocked: (tenant: string, set: string) => `Blocked in ${tenant}${set ? `: ${set}` : ''}`,
  lifted: (tenant: string) => `No longer blocked in ${tenant}`,
  otherTenant: 'another tenant',
  staysBlocked: (tenant: string) => `${tenant} stays blocked.`,
  inNeither: (tenant: string) =>
    `${tenant} stays blocked, and nothing was granted here: its apps get data in neither. Grant again, or let it be used there with Undo or Unblock.`,
}
