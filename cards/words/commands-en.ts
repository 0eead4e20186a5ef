import type { Role } from './codes.ts'

export interface CommandWords {
  /** How it is typed. */
  usage: string
  does: string
  role: Role | 'anyone'
}

/** The lines of `help`, in this order. */
export const commandsEn: readonly CommandWords[] = [
  { usage: 'tenants [text]', does: 'lists all tenants, worst first', role: 'viewer' },
  { usage: 'status <tenant>', does: 'shows one tenant with all its permission sets', role: 'viewer' },
  { usage: 'details <set> in <tenant>', does: 'shows every permission and its reason', role: 'viewer' },
  {
    usage: 'why <permission or set>',
    does: 'explains its purpose; easy to forward',
    role: 'viewer',
  },
  { usage: 'catalog', does: 'lists all permission sets and their apps', role: 'viewer' },
  { usage: 'history [tenant]', does: 'shows who did what, and when', role: 'viewer' },
  { usage: 'export csv|json [tenant]', does: 'exports the history to a file', role: 'auditor' },
  {
    usage: 'doctor <code, error text, or address>',
    does: 'explains a Microsoft error',
    role: 'viewer',
  },
  { usage: 'alerts', does: 'shows what’s posted here, and what’s open', role: 'viewer' },
  {
    usage: 'alerts on [in <tenant>] [for <set>] [from <severity>]',
    does: 'posts alerts here',
    role: 'viewer',
  },
  { usage: 'alerts off', does: 'stops posting alerts here', role: 'viewer' },
  {
    usage: 'alerts quiet <from>-<to> [time zone]|off',
    does: 'sets hours in which only critical alerts are posted',
    role: 'viewer',
  },
  { usage: 'settings', does: 'shows the configuration and its problems', role: 'viewer' },
  {
    usage: 'requests [mine|all|ended]',
    does: 'lists requests and how they ended',
    role: 'viewer',
  },
  { usage: 'sync <tenant>|all', does: 'reads what’s granted now', role: 'operator' },
  { usage: 'add tenant <domain or ID>', does: 'connects a tenant', role: 'approver' },
  { usage: 'remove tenant <tenant>[, <tenant>…]', does: 'removes a tenant', role: 'operator' },
  {
    usage: 'grant <set> in <tenant>[, <tenant>…]',
    does: 'creates consent links, or requests them',
    role: 'operator',
  },
  { usage: 'block <set> in <tenant>[, <tenant>…]', does: 'stops its apps immediately', role: 'operator' },
  { usage: 'unblock <set> in <tenant>[, <tenant>…]', does: 'lets its apps work again', role: 'operator' },
  {
    usage: 'reset <set> in <tenant>[, <tenant>…]',
    does: 'clears an error or pending link',
    role: 'operator',
  },
  {
    usage: 'requests on|off',
    does: 'starts or stops posting new requests here',
    role: 'approver',
  },
  { usage: 'whoami', does: 'shows your name, IDs, and roles', role: 'anyone' },
  { usage: 'help', does: 'shows this list', role: 'anyone' },
]
