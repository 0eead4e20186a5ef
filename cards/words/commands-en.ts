import type { Role } from './codes.ts'

export interface CommandWords {
  /** How it is typed. */
  usage: string
  does: string
  role: Role | 'anyone'
}

/** What `help` says, in this order. */
export const commandsEn: readonly CommandWords[] = [
  { usage: 'tenants [text]', does: 'all tenants, the worst first', role: 'viewer' },
  { usage: 'status <tenant>', does: 'one tenant with all its permission sets', role: 'viewer' },
  { usage: 'details <set> in <tenant>', does: 'every permission, and why', role: 'viewer' },
  { usage: 'why <permission or set>', does: 'what it is needed for; good to forward', role: 'viewer' },
  { usage: 'catalog', does: 'all permission sets and their apps', role: 'viewer' },
  { usage: 'history [tenant]', does: 'who did what, and when', role: 'viewer' },
  { usage: 'export csv|json [tenant]', does: 'the history as a file', role: 'auditor' },
  { usage: 'doctor <code, error text or address>', does: 'explains what Microsoft answered', role: 'viewer' },
  { usage: 'alerts', does: 'what is told here, and what is open', role: 'viewer' },
  {
    usage: 'alerts on [in <tenant>] [for <set>] [from <severity>]',
    does: 'tells here what changes',
    role: 'viewer',
  },
  { usage: 'alerts off', does: 'tells nothing here any more', role: 'viewer' },
  {
    usage: 'alerts quiet <from>-<to> [time zone]|off',
    does: 'hours in which only what is critical is told',
    role: 'viewer',
  },
  { usage: 'settings', does: 'configuration and its problems', role: 'viewer' },
  {
    usage: 'requests [mine|all|ended]',
    does: 'what waits for an approval, and what became of it',
    role: 'viewer',
  },
  { usage: 'sync <tenant>|all', does: 'reads what is granted now', role: 'operator' },
  { usage: 'add tenant <domain or id>', does: 'connects a tenant', role: 'approver' },
  { usage: 'remove tenant <tenant>[, <tenant>…]', does: 'takes a tenant off the list', role: 'operator' },
  {
    usage: 'grant <set> in <tenant>[, <tenant>…]',
    does: 'makes consent links, or requests them',
    role: 'operator',
  },
  { usage: 'block <set> in <tenant>[, <tenant>…]', does: 'stops its apps at once', role: 'operator' },
  { usage: 'unblock <set> in <tenant>[, <tenant>…]', does: 'lets its apps work again', role: 'operator' },
  {
    usage: 'reset <set> in <tenant>[, <tenant>…]',
    does: 'clears an error or a waiting link',
    role: 'operator',
  },
  {
    usage: 'requests on|off',
    does: 'posts new requests into this conversation, or stops it',
    role: 'approver',
  },
  { usage: 'whoami', does: 'your name, ids and roles', role: 'anyone' },
  { usage: 'help', does: 'this', role: 'anyone' },
]
