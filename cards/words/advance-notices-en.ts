import { counted } from './counted.ts'

/** Coming requirement lists, announced for a day. Texts passed in are already escaped. */
export const advanceNoticesEn = {
  icon: { draft: '📅', open: '📅', fulfilled: '✅', void: '⚠️', withdrawn: '⊘' },
  title: {
    draft: (set: string, day: string) => `Announce a new list for “${set}” on ${day}?`,
    open: (set: string, day: string) => `“${set}” will require another list from ${day}`,
    fulfilled: (set: string, _day: string) => `“${set}”: the announced list is here`,
    void: (set: string, day: string) => `“${set}”: the notice for ${day} is void`,
    withdrawn: (set: string, day: string) => `“${set}”: the notice for ${day} was withdrawn`,
  },
  lead: {
    draft: 'Nothing is posted before you announce it. It changes no status.',
    open: 'Nothing to do now: no status changes before the day. On it, this list is compared with the real one.',
    fulfilled: 'It’s the list that was announced. Its campaign asks for the new permissions.',
    early:
      'It came before the day, and it’s the list that was announced. Its campaign asks for the new permissions.',
    void: 'Another list came than was announced. Go by the real one: “catalog” shows it.',
    none: 'The day has passed, and the list hasn’t changed.',
    withdrawn: (by: string) => `${by} took it back.`,
  },
  zone: (zone: string) => `day of the time zone ${zone}`,
  by: (name: string, time: string) => `announced by ${name}, ${time}`,
  planned: (name: string) => `planned by ${name}`,
  reason: (reason: string) => `Reason: ${reason}`,
  source: (clientId: string) => `List of the app registration ${clientId}`,
  pasted: 'List as it was pasted',
  added: (n: number) => `${counted(n, 'permission')} more than today`,
  announced: (n: number) => `Announced: ${counted(n, 'permission')} more`,
  noneAdded: 'No permission more than today',
  removed: (names: string) => `No longer required: ${names}`,
  more: (n: number) => `and ${counted(n, 'more', 'more')}`,
  moved: 'Today’s list has changed since this was announced.',
  /** How the real list differs from the announced one. */
  cameMore: (names: string) => `Not announced, but required: ${names}`,
  cameLess: (names: string) => `Announced, but not required: ${names}`,
  concerned: (n: number, names: string) =>
    n === 0
      ? 'No tenant has the set.'
      : `${counted(n, 'tenant')} ${n === 1 ? 'has' : 'have'} the set: ${names}`,
  acknowledged: (n: number, names: string) => `Acknowledged by ${counted(n, 'person', 'people')}: ${names}`,
  nobody: 'Nobody has acknowledged it yet.',
  forwardTitle: 'To forward',
  forward: ({ suite, set, day, added, removed, reason, signer }: Forwarded): string =>
    [
      `From ${day}, ${suite} will require another list of permissions for “${set}”.`,
      added ? `New: ${added}.` : '',
      removed ? `No longer required: ${removed}.` : '',
      `Why: ${reason}`,
      added
        ? `On that day, a ${signer} of your tenant will be asked to consent. Until then, nothing changes.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  form: {
    title: (set: string) => `Announce a new list for “${set}”`,
    intro:
      'The next card shows the difference, the tenants, and a text to forward. Nothing is posted before.',
    day: 'From which day?',
    reason: 'Why? Everybody who gets the notice reads it.',
    list: 'Preview registration (application ID), or the list as JSON',
    listHint: 'an ID, or [{"resourceAppId":"…","resourceAccess":[{"id":"…","type":"Role"}]}]',
  },
  list: {
    title: 'Notices',
    subtitle: 'of coming requirement lists',
    none: 'No list is announced. To announce one, use “announce <set> on <date>”.',
    states: {
      open: 'announced',
      fulfilled: 'came as announced',
      void: 'void',
      withdrawn: 'withdrawn',
    },
    forDay: (state: string, day: string) => `${state}, for ${day}`,
  },
} as const

interface Forwarded {
  suite: string
  set: string
  day: string
  added: string
  removed: string
  reason: string
  signer: string
}
