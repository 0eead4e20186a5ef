import { counted } from './counted.ts'

/** What an act would do. Texts passed in are already escaped. */
export const whatIfEn = {
  title: (what: string) => `What if: ${what}`,
  /** In front of names of tenants. */
  in: (tenants: string) => `in ${tenants}`,
  nothingDone: (code: string, until: string) => `Nothing was done. Plan **${code}**, until ${until}.`,
  nothingDoneEither: 'Nothing was done.',
  /** Where it was said above that nothing was done. */
  plan: (code: string, until: string) => `Plan **${code}**, until ${until}.`,
  alone: 'You can do this alone.',
  asked: (why: string) => `A second person decides. ${why}`,
  approvers: (names: string) => `Can approve: ${names}`,
  noApprover: 'Nobody else can approve it there.',
  mayNotAsk: 'Your role can’t request it. Ask one of them.',
  noChange: 'Nothing would change.',
  refused: (title: string, what: string, next: string) =>
    [`**${title}.**`, what, next].filter(Boolean).join(' '),
  would: 'What would happen',
  wouldOnceApproved: 'What would happen once it’s approved',
  stops: (apps: string, where: string) => `Apps that stop getting data in ${where}: ${apps}`,
  starts: (apps: string, where: string) => `Apps that get data in ${where} again: ${apps}`,
  status: (set: string, where: string, from: string, to: string) => `${set} in ${where}: ${from} → ${to}`,
  noStatus: '–',
  gone: 'removed from the list',
  made: (kind: 'connection' | 'set', where: string) =>
    `${kind === 'set' ? 'Consent link' : 'Link for the directory connection'} for ${where}`,
  ended: (n: number, where: string) => `${counted(n, 'open link')} for ${where} would end`,
  posted: (what: string, where: string) => `${what} would be posted: ${where}`,
  cards: {
    alert: 'An alert',
    alertEvent: 'A line about an alert',
    consent: 'The card with the link',
    request: 'A request',
    requestResult: 'The outcome',
    sync: 'The progress',
    campaign: 'A campaign',
  } as Readonly<Record<string, string>>,
  otherCard: 'A card',
  ownChat: 'in your own chat',
  chatOf: (name: string) => `in ${name}’s own chat`,
  here: 'in this conversation',
  elsewhere: (n: number) => `in ${counted(n, 'other conversation')}`,
  voids: 'An open request would no longer be valid',
  history: (did: string) => `The history would say: ${did}`,
  leftOut: (n: number) => `Left out: ${counted(n, 'tenant')}`,
  because: (where: string, why: string) => `${where}: ${why}`,
  changedTitle: 'What has changed since',
  noLonger: (what: string) => `No longer: ${what}`,
  isNew: (what: string) => `New: ${what}`,
  otherwise: 'The effects are the same, but what they are based on is not. Read it again.',
  says: (what: string, verdict: string) => `What if: ${what}. ${verdict}`,
}
