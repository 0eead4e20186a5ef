const s = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** Sentences of the cards about all tenants. Texts passed in are already escaped. */
export const fleetEn = {
  overview: {
    title: 'Overview',
    bar: 'Permission sets of all tenants',
    unconnected: (lost: number, connecting: number) =>
      [
        lost > 0 && `❌ ${s(lost, 'tenant')} lost the connection`,
        connecting > 0 && `⏳ ${s(connecting, 'tenant')} not connected yet`,
      ]
        .filter(Boolean)
        .join(' · '),
    tenant: 'Tenant',
    legend: (sets: string) => `Columns: ${sets}`,
    column: (at: number, set: string) => `**${at}** ${set}`,
    lost: 'connection lost',
    connecting: 'not connected yet',
    damaged: 'can’t be read',
    notConnected: 'not connected',
  },
} as const
