import type { OwnActKind, RequestFilter, RequestKind, RequestState, VoidCause, WhyRequest } from './codes.ts'
import { counted } from './counted.ts'

interface SumWords {
  kinds: readonly { kind: OwnActKind; tenants: number }[]
  before: number
  since: string
  now: number
  total: number
  most: number
  minutes: number
}

const acted: Readonly<Record<OwnActKind, string>> = {
  grant: 'granted in',
  block: 'blocked in',
  unblock: 'unblocked in',
  reset: 'reset in',
  add: 'added',
  remove: 'removed',
}

/** Texts passed in are already escaped. */
export const requestsEn = {
  /** The requested action, as part of a sentence. */
  what: {
    grant: (set) => `grant “${set}”`,
    block: (set) => `block “${set}”`,
    unblock: (set) => `unblock “${set}”`,
    reset: (set) => `reset “${set}”`,
    add: () => 'add to the list',
    remove: () => 'remove from the list',
    sync: () => 'sync',
    move: (set) => `move “${set}”`,
    accept: (set) => `accept what is granted to “${set}”`,
    baseline: () => 'confirm what was found granted',
    open: (set) => `open “${set}” for a time`,
    except: (set) => (set ? `accept a finding of “${set}”` : 'accept a finding'),
  } satisfies Record<RequestKind, (set: string) => string>,
  /** On the button that requests it. */
  button: {
    grant: 'Request grant',
    block: 'Request block',
    unblock: 'Request unblock',
    reset: 'Request reset',
    add: 'Request to add',
    remove: 'Request removal',
    sync: 'Request sync',
    move: 'Request move',
    accept: 'Request to accept',
    baseline: 'Request to confirm',
    open: 'Open for a time',
    except: 'Request exception',
  } satisfies Record<RequestKind, string>,
  /** What happens when it is approved. */
  effect: {
    grant:
      'Approval grants nothing by itself. It releases the consent link, and an admin of the tenant must still accept at Microsoft.',
    block: 'Approval immediately stops its apps from using the data there.',
    unblock: 'Approval lets its apps use the data there again.',
    reset: 'Approval clears the error and the pending links, then syncs.',
    add: 'Approval adds the tenant and releases the link of its directory connection, which only reads. An admin of the tenant must still accept at Microsoft.',
    remove:
      'Approval only removes from the list. What was granted stays in Entra, and the history stays here.',
    sync: 'Approval reads each of these tenants once, right away.',
    open: 'Approval lets its apps use the data there until that end, and not after it. Entra keeps the grant the whole time.',
    move: 'Approval blocks it in the old tenant at once and releases the consent link for the new one. Until an admin accepts there, its apps get data in neither.',
    accept:
      'Approval says that these permissions are right: they become part of the baseline and their alert ends. Nothing changes in Entra.',
    baseline:
      'Approval says that what the first read found is right. Anything granted later that no link or request explains is an alert. Nothing changes in Entra.',
    except:
      'Approval marks it ⚑ and stops its alerts until the end, or until a fact changes. It changes nothing in Entra and no access.',
  } satisfies Record<RequestKind, string>,
  why: {
    role: 'Only approvers can do this.',
    tierZero: 'This is about a tier-0 permission, so a second person must always approve it.',
    error: 'It would hide an error, so a second person must always approve it.',
    many: 'A second person must always approve this many tenants at once.',
    closed: 'This set is closed by default, so a second person must always approve opening it.',
  } satisfies Record<WhyRequest, string>,
  /** How the acts of one person add up: “You granted in 6 tenants since 10:02 UTC; these 6 make 12.” */
  sum: ({ kinds, before, since, now, total, most, minutes }: SumWords) => {
    const did = kinds.map(({ kind, tenants }) => `${acted[kind]} ${counted(tenants, 'tenant')}`)
    const [only, ...more] = did
    const past =
      only && more.length === 0
        ? `You ${only}`
        : `You acted in ${counted(before, 'tenant')} (${did.join(', ')})`
    const sum =
      before + now === total
        ? `${now === 1 ? 'this one makes' : `these ${now} make`} ${total}`
        : `with ${now === 1 ? 'this one' : `these ${now}`}, it’s ${total} different tenants`
    return `${past} since ${since}; ${sum}. More than ${most} within ${counted(minutes, 'minute')} need a second person.`
  },
  asks: (name: string, what: string) => `${name} requests: ${what}`,
  yours: (what: string) => `Your request: ${what}`,
  in: (where: string) => `in ${where}`,
  from: (where: string) => `from ${where}`,
  to: (where: string) => `to ${where}`,
  everyTenant: 'all tenants',
  reason: (text: string) => `Reason: “${text}”`,
  reasonLabel: (kind: RequestKind) =>
    `Why should this be ${kind === 'grant' ? 'granted' : 'done'}? Approvers read your reason.`,
  reasonHint: 'What it’s needed for',
  decideLabel: 'Your reason (required to deny)',
  decideHint: 'The requester reads it',
  signerLabel: 'Who consents at Microsoft?',
  signerSelf: 'I consent, or forward the link',
  permissions: (n: number, fresh: number) =>
    fresh === 0
      ? `No new permissions. ${n === 0 ? 'None is required.' : `All ${n} are granted today.`}`
      : `${counted(fresh, 'new permission')}${fresh < n ? `, ${n - fresh} already granted` : ''}:`,
  toAccept: (n: number) => `${counted(n, 'permission')}, granted outside of Grantkeeper:`,
  foundThere: (n: number) => `${counted(n, 'permission')}, found granted at the first read:`,
  ofTheSet: (n: number) => `${counted(n, 'permission')} of the set, as of now:`,
  /** Behind a permission. */
  added: 'new',
  there: 'already granted',
  beyond: '⚠️ granted beyond the set',
  beyondReason: 'The set doesn’t require it. Its apps can use it again once the block is lifted.',
  notRequired: '⚠️ not required',
  worstFirst: (n: number) => `${n === 2 ? 'Both tenants' : `All ${counted(n, 'tenant')}`}, the worst first:`,
  /** What an approval binds. */
  exactly: (catalogVersion: number) => `Approval is for exactly this (catalog version ${catalogVersion}).`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}.`,
  planPage: (page: number, pages: number) =>
    `Page ${page} of ${pages}${page < pages ? '. The button is on the last page' : ''}.`,
  approveIsLast: 'Approve is on the last page.',
  signs: (role: string) => `Must consent as: **${role}**`,
  linkGoesTo: (name: string) => `The link goes to ${name}.`,
  code: (code: string) => `Request ${code}`,
  askedAt: (time: string) => `created ${time}`,
  left: (time: string) => `expires ${time}`,
  reminder: 'Reminder: half of the time has passed',
  handedTo: (to: string, by: string, time: string) => `Handed over to ${to} by ${by}, ${time}`,
  handedHere: (by: string) => `${by} asks you to decide this`,
  reminded: (time: string) => `approvers were reminded ${time}`,
  state: {
    open: { icon: '⏳', words: () => 'Waiting for an approver' },
    approved: { icon: '✅', words: (by) => `Approved by ${by}` },
    denied: { icon: '⊘', words: (by) => `Denied by ${by}` },
    withdrawn: { icon: '○', words: (by) => `Withdrawn by ${by}` },
    lapsed: { icon: '⌛', words: () => 'Expired: no decision in time' },
    voided: { icon: '⚠️', words: () => 'No longer valid' },
  } satisfies Record<RequestState, { icon: string; words: (by: string) => string }>,
  cause: {
    changed: () => 'it would no longer do what was requested. Nothing was done.',
    nothingLeft: () => 'there was nothing left to do.',
    requesterMayNot: () => 'the requester is no longer allowed to request it.',
    signerMayNot: (signer) =>
      `${signer} can’t consent anymore: a guest, a disabled account, or without a role. No link was sent.`,
  } satisfies Record<VoidCause, (signer: string) => string>,
  said: (text: string) => `“${text}”`,
  nobodyElse: 'another person',
  different: 'What has changed',
  addedNow: (permission: string) => `➕ ${permission}`,
  removed: (permission: string) => `➖ ${permission}`,
  gone: (names: string) => `➖ ${names}: removed from the list`,
  blocked: (names: string) => `⛔ ${names}: now blocked`,
  unblocked: (names: string) => `○ ${names}: no longer blocked`,
  newCatalog: (version: number) => `The catalog is now version ${version}`,
  released: (verified: number, total: number) =>
    verified === total
      ? `Verified in ${total === 1 ? 'the tenant itself' : `all ${counted(total, 'tenant')}`}`
      : `Consent: ${verified} of ${counted(total, 'tenant')} verified`,
  releasedTo: (name: string) => `The consent link went to ${name}.`,
  doneIn: (n: number) => `Done in ${counted(n, 'tenant')}.`,
  refusedIn: (tenant: string, why: string) => `⊘ ${tenant}: ${why}`,
  ownHint: 'The approvers got a card. This card shows the progress.',
  sharedHint: 'Approvers: select Review to get the buttons to decide. Only you see them.',
  approverHint: 'Everything is checked again when you approve. You can’t approve your own request.',
  form: { title: (what: string) => `Request: ${what}` },
  handOver: {
    title: 'Hand over',
    text: 'Ask another approver to decide. You can still decide too.',
    label: 'To whom?',
    nobody: 'There’s no other approver.',
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
      toDecide: 'No requests are waiting for you.',
      mine: 'You have no open requests.',
      open: 'There are no open requests.',
      ended: 'No requests ended in the last 7 days.',
    } satisfies Record<RequestFilter, string>,
    listening: 'New requests are posted here.',
  },
  approvedBy: (name: string) => `approved by ${name}`,
}
