import { counted } from './counted.ts'

/** Sentences of the cards about all tenants. Texts passed in are already escaped. */
export const fleetEn = {
  overview: {
    title: 'Overview',
    bar: 'Permission sets of all tenants',
    /** What the bar leaves out. */
    beside: ({
      lost,
      connecting,
      elsewhere,
      accepted,
    }: {
      lost: number
      connecting: number
      elsewhere: number
      accepted: number
    }) =>
      [
        accepted > 0 && `⚑ ${accepted.toLocaleString('en-US')} accepted`,
        elsewhere > 0 && `– ${elsewhere.toLocaleString('en-US')} used in another tenant`,
        lost > 0 && `❌ ${counted(lost, 'tenant')} lost the connection`,
        connecting > 0 && `⏳ ${counted(connecting, 'tenant')} not connected yet`,
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
    /** In the cells of such a tenant: a dash says that a set is used elsewhere. */
    unknownCell: '·',
    usedElsewhere: 'Used in another tenant',
  },

  nextActions: {
    title: 'Next actions',
    none: 'Nothing needs your attention.',
    /** Roles have a capital; everybody else brings an article along. */
    waitFor: (n: number, who: string) =>
      `${counted(n, 'tenant')} ${n === 1 ? 'waits' : 'wait'} for ${/^[A-Z]/.test(who) ? `a **${who}**` : `**${who}**`}`,
    what: (what: string, set: string) => (set ? `${what} · “${set}”` : what),
    damaged: 'Stored data is damaged',
    in: (tenants: string) => `in ${tenants}`,
    grant: {
      all: (n: number) => (n === 1 ? 'Grant permissions' : `Grant in all ${n}`),
      first: (n: number) => `Grant in the first ${n}`,
    },
    update: {
      all: (n: number) => (n === 1 ? 'Update permissions' : `Update in all ${n}`),
      first: (n: number) => `Update in the first ${n}`,
    },
    cut: 'There is more than this. The worst tenants are counted here; the others follow when these are done.',
  },
} as const
