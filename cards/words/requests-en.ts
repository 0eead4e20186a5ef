import type { RequestFilter, RequestKind, RequestState, VoidCause, WhyRequest } from './codes.ts'

const s = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** Texts passed in are escaped already. */
export const requestsEn = {
  /** What is asked for, as part of a sentence. */
  what: {
    grant: (set) => `grant “${set}”`,
    block: (set) => `block “${set}”`,
    unblock: (set) => `unblock “${set}”`,
    reset: (set) => `reset “${set}”`,
    remove: () => 'remove from the list',
    sync: () => 'sync all tenants',
  } satisfies Record<RequestKind, (set: string) => string>,
  /** On the button that asks. */
  button: {
    grant: 'Request grant',
    block: 'Request block',
    unblock: 'Request unblock',
    reset: 'Request reset',
    remove: 'Request removal',
    sync: 'Request sync',
  } satisfies Record<RequestKind, string>,
  /** What happens when it is approved. */
  effect: {
    grant:
      'Approval grants nothing by itself: it releases the consent link, and an admin of the tenant still has to accept at Microsoft.',
    block: 'Approval shuts its apps off from the data of these tenants at once.',
    unblock: 'Approval lets its apps use the data of these tenants again.',
    reset: 'Approval clears the error and the links that are out, and reads these tenants afresh.',
    remove:
      'Approval takes these tenants off the list. What is granted stays in their Entra, the history stays here.',
    sync: 'Approval reads every tenant once, now.',
  } satisfies Record<RequestKind, string>,
  why: {
    role: 'Only approvers may do this. Your reason helps them to decide.',
    tierZero: 'This set holds a permission of tier 0, so a second person must approve it, whoever asks.',
    many: 'So many tenants at once need a second person, whoever asks.',
  } satisfies Record<WhyRequest, string>,
  asks: (name: string, what: string) => `${name} asks: ${what}`,
  yours: (what: string) => `Your request: ${what}`,
  in: (where: string) => `in ${where}`,
  everyTenant: 'all tenants',
  reason: (text: string) => `Why: “${text}”`,
  reasonLabel: (kind: RequestKind) =>
    `Why should this be ${kind === 'grant' ? 'granted' : 'done'}? Approvers read it.`,
  reasonHint: 'At least 10 characters',
  decideLabel: 'Your reason (needed to deny)',
  decideHint: 'The requester reads it',
  signerLabel: 'Who signs at Microsoft?',
  signerSelf: 'I sign, or forward the link',
  fresh: (n: number) =>
    n === 0 ? 'Nothing new: all of it is granted today.' : `${s(n, 'permission')} new against today:`,
  kept: (n: number, names: string) => `Granted already (${n}): ${names}`,
  signs: (role: string) => `Must sign at Microsoft: **${role}**`,
  linkGoesTo: (name: string) => `The link goes to ${name}.`,
  code: (code: string) => `Request ${code}`,
  askedAt: (time: string) => `asked ${time}`,
  left: (time: string) => `lapses ${time}`,
  reminder: 'Reminder: half of the time is over',
  handedTo: (to: string, by: string, time: string) => `Handed to ${to} by ${by}, ${time}`,
  handedHere: (by: string) => `${by} asks you to decide this`,
  reminded: (time: string) => `approvers were reminded ${time}`,
  state: {
    open: { icon: '⏳', words: () => 'Waits for an approver' },
    approved: { icon: '✅', words: (by) => `Approved by ${by}` },
    denied: { icon: '⊘', words: (by) => `Denied by ${by}` },
    withdrawn: { icon: '○', words: (by) => `Withdrawn by ${by}` },
    lapsed: { icon: '⌛', words: () => 'Lapsed: nobody decided within 24 hours' },
    voided: { icon: '⚠️', words: () => 'Void' },
  } satisfies Record<RequestState, { icon: string; words: (by: string) => string }>,
  cause: {
    changed: 'it would not do any more what was asked for. Nothing was done.',
    nothingLeft: 'there was nothing left to do.',
    requesterMayNot: 'the requester may not ask for it any more.',
  } satisfies Record<VoidCause, string>,
  said: (text: string) => `“${text}”`,
  nobodyElse: 'somebody',
  different: 'What is different now',
  added: (permission: string) => `➕ ${permission}`,
  removed: (permission: string) => `➖ ${permission}`,
  gone: (names: string) => `➖ ${names}: removed from the list`,
  blocked: (names: string) => `⛔ ${names}: blocked since`,
  unblocked: (names: string) => `○ ${names}: not blocked any more`,
  newCatalog: (version: number) => `The catalog is version ${version} now`,
  released: (verified: number, total: number) =>
    verified === total
      ? `Verified in ${total === 1 ? 'the tenant itself' : `all ${s(total, 'tenant')}`}`
      : `Consent: ${verified} of ${s(total, 'tenant')} verified`,
  releasedTo: (name: string) => `The consent link went to ${name}.`,
  doneIn: (n: number) => `Done in ${s(n, 'tenant')}.`,
  refusedIn: (tenant: string, why: string) => `⊘ ${tenant}: ${why}`,
  ownHint: 'The approvers have a card. This one follows.',
  sharedHint: 'Approvers: Review shows you alone the buttons to decide.',
  approverHint: 'Everything is checked again when you approve. Nobody approves their own request.',
  form: { title: (what: string) => `Request: ${what}` },
  handOver: {
    title: 'Hand over',
    text: 'Another approver is asked to decide. You still may.',
    label: 'To whom?',
    nobody: 'There is no other approver.',
  },
  list: {
    title: 'Requests',
    filter: {
      toDecide: 'To decide',
      mine: 'Mine',
      open: 'All open',
      ended: 'Ended',
    } satisfies Record<RequestFilter, string>,
    counted: (title: string, n: number, on: boolean) => `${on ? '● ' : ''}${title}${on ? ` ${n}` : ''}`,
    empty: {
      toDecide: 'Nothing waits for you.',
      mine: 'You have no open request.',
      open: 'No request is open.',
      ended: 'No request ended in the last 7 days.',
    } satisfies Record<RequestFilter, string>,
    listening: 'New requests are posted here.',
  },
  approvedBy: (name: string) => `approved by ${name}`,
}
