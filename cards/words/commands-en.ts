import type { HelpTask, Role } from './codes.ts'

export interface CommandWords {
  /** How it is typed. */
  usage: string
  does: string
  role: Role | 'anyone'
  /** Under which button of help it stands. */
  task: HelpTask
  /**
   * A line that shows it, with `{tenant}`, `{set}`, and `{permission}` for names that exist. A click sends it, so it only shows
   * something, or does what it says and no more. Without it, the command is listed under All commands only.
   */
  example?: string
}

/** The lines of `help`, in this order. */
export const commandsEn: readonly CommandWords[] = [
  {
    usage: 'tenants [text]',
    does: 'lists all tenants, worst first',
    role: 'viewer',
    task: 'see',
    example: 'tenants',
  },
  {
    usage: 'overview',
    does: 'shows all tenants against all permission sets',
    role: 'viewer',
    task: 'see',
    example: 'overview',
  },
  {
    usage: 'next actions',
    does: 'shows what tenants wait for, and who must act',
    role: 'viewer',
    task: 'see',
  },
  {
    usage: 'status <tenant>',
    does: 'shows one tenant with all its permission sets',
    role: 'viewer',
    task: 'see',
    example: 'status {tenant}',
  },
  {
    usage: 'details <set> in <tenant>',
    does: 'shows every permission and its reason',
    role: 'viewer',
    task: 'see',
    example: 'details {set} in {tenant}',
  },
  {
    usage: 'baseline <tenant>[, <tenant>…]',
    does: 'shows what explains its grants; confirm it once',
    role: 'viewer',
    task: 'see',
  },
  {
    usage: 'show <tenant, set, or permission>',
    does: 'shows whatever has this name; the name alone does too',
    role: 'viewer',
    task: 'see',
  },
  {
    usage: 'why <permission, set, or app>',
    does: 'explains its purpose; easy to forward',
    role: 'viewer',
    task: 'ask',
    example: 'why {permission}',
  },
  {
    usage: 'pack <set> [in <tenant>]',
    does: 'makes a file for a customer’s security reviewer',
    role: 'viewer',
    task: 'ask',
  },
  {
    usage: 'catalog',
    does: 'lists all permission sets and their apps',
    role: 'viewer',
    task: 'ask',
    example: 'catalog',
  },
  {
    usage: 'notices',
    does: 'shows coming lists of permissions that were announced',
    role: 'viewer',
    task: 'ask',
  },
  {
    usage: 'history [tenant] [set] [case number]',
    does: 'shows who did what, and when',
    role: 'viewer',
    task: 'see',
    example: 'history',
  },
  {
    usage: 'export csv|json|ocsf [tenant]',
    does: 'exports the history to a file',
    role: 'auditor',
    task: 'see',
  },
  {
    usage: 'doctor <code, error text, or address>',
    does: 'explains a Microsoft error',
    role: 'viewer',
    task: 'ask',
    example: 'doctor AADSTS650051',
  },
  {
    usage: 'alerts',
    does: 'shows what’s posted here, and what’s open',
    role: 'viewer',
    task: 'alerts',
    example: 'alerts',
  },
  {
    usage: 'alerts on [in <tenant>] [for <set>] [from <severity>]',
    does: 'posts alerts here',
    role: 'viewer',
    task: 'alerts',
    example: 'alerts on',
  },
  {
    usage: 'alerts off [in <tenant>] [for <set>]',
    does: 'stops posting alerts here',
    role: 'viewer',
    task: 'alerts',
    example: 'alerts off',
  },
  {
    usage: 'alerts quiet <from>-<to> [time zone]|off',
    does: 'sets hours in which only critical alerts are posted',
    role: 'viewer',
    task: 'alerts',
  },
  {
    usage: 'owner of <tenant or set>',
    does: 'shows who owns it, and the deputy',
    role: 'viewer',
    task: 'alerts',
    example: 'owner of {tenant}',
  },
  {
    usage: 'exceptions [tenant]',
    does: 'lists accepted findings: who, why, and until when',
    role: 'viewer',
    task: 'alerts',
    example: 'exceptions',
  },
  {
    usage: 'settings',
    does: 'shows the configuration, the webhooks, and their problems',
    role: 'viewer',
    task: 'ask',
  },
  {
    usage: 'mine',
    does: 'shows what waits for you: requests, your links, alerts of what you own',
    role: 'viewer',
    task: 'requests',
    example: 'mine',
  },
  {
    usage: 'requests [mine|all|ended|<case number>]',
    does: 'lists requests and how they ended',
    role: 'viewer',
    task: 'requests',
    example: 'requests',
  },
  {
    usage: 'sync <tenant>[, <tenant>…]|all',
    does: 'reads what’s granted now',
    role: 'operator',
    task: 'see',
  },
  { usage: 'add tenant <domain or ID>', does: 'connects a tenant', role: 'operator', task: 'grant' },
  {
    usage: 'remove tenant <tenant>[, <tenant>…]',
    does: 'removes a tenant',
    role: 'operator',
    task: 'block',
  },
  {
    usage: 'leaving',
    does: 'shows what removed tenants still have in Entra',
    role: 'viewer',
    task: 'see',
  },
  {
    usage: 'grant <set> in <tenant>[, <tenant>…] [for <time>|until <end>]',
    does: 'creates consent links, or requests them',
    role: 'operator',
    task: 'grant',
    example: 'grant {set} in {tenant}',
  },
  {
    usage: 'move <app> to <tenant>',
    does: 'moves an app that works in one tenant only: blocks it there, grants it here',
    role: 'operator',
    task: 'grant',
  },
  {
    usage: 'block <set> in <tenant>[, <tenant>…]',
    does: 'stops its apps immediately',
    role: 'operator',
    task: 'block',
    example: 'block {set} in {tenant}',
  },
  {
    usage: 'unblock <set> in <tenant>[, <tenant>…] [for <time>|until <end>]',
    does: 'lets its apps work again, or for a time',
    role: 'operator',
    task: 'block',
  },
  {
    usage: 'reset <set> in <tenant>[, <tenant>…]',
    does: 'clears an error or pending link',
    role: 'operator',
    task: 'grant',
  },
  {
    usage: 'what if <command>',
    does: 'says what a command would do, and does nothing',
    role: 'viewer',
    task: 'ask',
    example: 'what if block {set} in {tenant}',
  },
  {
    usage: 'requests on|off',
    does: 'starts or stops posting new requests here',
    role: 'approver',
    task: 'requests',
    example: 'requests on',
  },
  {
    usage: 'owner of <tenant or set> is <@mention or group ID>|nobody',
    does: 'names the owner, who gets its alerts',
    role: 'approver',
    task: 'alerts',
  },
  {
    usage: 'deputy of <tenant or set> is <@mention or group ID>|nobody',
    does: 'names the deputy, who gets what the owner doesn’t answer',
    role: 'approver',
    task: 'alerts',
  },
  {
    usage: 'announce <set> on <date>',
    does: 'announces a coming list of permissions; nothing turns red before the day',
    role: 'approver',
    task: 'grant',
  },
  {
    usage: 'whoami',
    does: 'shows your name, IDs, and roles',
    role: 'anyone',
    task: 'ask',
    example: 'whoami',
  },
  { usage: 'help', does: 'shows this list', role: 'anyone', task: 'ask' },
]
