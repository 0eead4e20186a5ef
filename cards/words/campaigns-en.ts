import type { CampaignStage } from './codes.ts'
import { counted } from './counted.ts'

/** Texts passed in are already escaped. */
export const campaignsEn = {
  title: {
    open: (set: string) => `New permissions for “${set}”`,
    done: (set: string) => `New permissions for “${set}”: done`,
    superseded: (set: string) => `New permissions for “${set}”: replaced`,
  },
  icon: { open: '⚠️', done: '✅', superseded: '⊘' },
  opened: (number: number, time: string) => `campaign ${number}, since ${time}`,
  ended: {
    done: (lasted: string) => `All tenants are done. It took ${lasted}.`,
    superseded: 'The list changed again. A newer card continues with the remaining tenants.',
  },
  lasted: (days: number, hours: number) =>
    days > 1 ? counted(days, 'day') : hours > 0 ? counted(hours, 'hour') : 'less than an hour',
  apps: (apps: string) => `For ${apps}`,
  added: (n: number) => `${counted(n, 'new permission')} to consent to`,
  removed: (names: string) => `No longer required: ${names}`,
  andMore: (n: number) => `and ${counted(n, 'more', 'more')}; see the set`,
  progress: (verified: number, total: number) =>
    `${verified.toLocaleString('en-US')} of ${counted(total, 'tenant')} done`,
  left: (n: number) => `${counted(n, 'tenant')} left out: accepted, blocked, or removed`,
  stages: {
    notStarted: (n: number) => `${n.toLocaleString('en-US')} not started`,
    sent: (n: number) => `${n.toLocaleString('en-US')} with an unopened link`,
    opened: (n: number) => `${n.toLocaleString('en-US')} opened`,
    consented: (n: number) => `${n.toLocaleString('en-US')} consented, being checked`,
  } satisfies Record<CampaignStage, (n: number) => string>,
  waitingTitle: 'Waiting longest',
  stage: {
    notStarted: 'not started',
    sent: 'link not opened',
    opened: 'opened, no answer',
    consented: 'consented, being checked',
  } satisfies Record<CampaignStage, string>,
  with: (name: string) => `with ${name}`,
  asked: (age: string) => `requested ${age}`,
  since: (age: string) => `last activity ${age}`,
  idle: (n: number, days: number) => `No activity in ${counted(n, 'tenant')} for ${counted(days, 'day')}.`,
  signer: (who: string) => `Who: ${who} of each tenant`,
  reminded: (by: string, time: string) => `Reminded by ${by}, ${time}`,
  reminder: {
    title: (set: string) => `Reminder: new permissions for “${set}”`,
    byItself: (day: number) => `Day ${day} of the campaign`,
    again: (day: number) => `next reminder on day ${day}`,
    last: 'last reminder',
    from: (name: string, time: string) => `from ${name}, ${time}`,
    yours: (n: number) => `Your ${n === 1 ? 'link is' : `${counted(n, 'link')} are`} still open`,
    notStarted: (n: number) => `The update hasn’t been started in ${counted(n, 'tenant')}.`,
    over: 'There’s nothing left to do. Thank you.',
  },
} as const
