/** What is wrong when the demo starts, worst first, by the domain of the tenant; a test holds it against the bot's own list. */
export const broken: readonly { domain: string; tenant: string; what: string }[] = [
  {
    domain: 'contoso.com',
    tenant: 'Contoso',
    what: 'an admin disabled the app of Account actions, and User, device and activity needs one more permission.',
  },
  {
    domain: 'wingtiptoys.com',
    tenant: 'Wingtip Toys',
    what: 'an admin removed the reader app; nothing can be read until an admin consents again.',
  },
  {
    domain: 'tailspintoys.com',
    tenant: 'Tailspin Toys',
    what: 'Microsoft Graph refuses every read, so nothing is known for sure.',
  },
  {
    domain: 'fabrikam.com',
    tenant: 'Fabrikam',
    what: 'User, device and activity needs one more permission.',
  },
  {
    domain: 'northwindtraders.com',
    tenant: 'Northwind',
    what: 'Account actions lacks the Password Administrator role.',
  },
  {
    domain: 'fourthcoffee.com',
    tenant: 'Fourth Coffee',
    what: 'User, device and activity lacks a premium license.',
  },
]

export interface Task {
  title: string
  steps: readonly string[]
}

/** Things to try; the steps are HTML. */
export const tasks: readonly Task[] = [
  {
    title: 'Fix Contoso',
    steps: [
      'In Alice’s Teams, type <code>status Contoso</code>.',
      'Select <b>Update permissions</b> twice, then <b>Open consent page</b>, and accept.',
      'Watch the card: opened, consented, verified.',
    ],
  },
  {
    title: 'Let two people decide',
    steps: [
      'In Olivia’s Teams, type <code>grant "Account actions" in Litware</code> and give a reason.',
      'Open Bob’s Teams: the request is there. Select <b>Approve</b>.',
      'Olivia gets the link.',
    ],
  },
  {
    title: 'Open it for a time',
    steps: [
      'In Alice’s Teams, type <code>unblock "Account actions" in "Alpine Ski House" for 10 minutes</code> and give a reason.',
      'Open Bob’s Teams and approve: <b>The apps</b> may use it, until the end that the cards say.',
      'After ten minutes the block is back, with the name of whoever blocked it.',
    ],
  },
  {
    title: 'Look before you act',
    steps: [
      'In Alice’s Teams, type <code>what if remove tenant "Humongous Insurance"</code>: it says what would happen, and does nothing.',
      'Select <b>Carry out</b>: exactly that is done.',
      'Type <code>leaving</code>: what stays in Entra is read until it’s gone.',
    ],
  },
  {
    title: 'Accept what can wait',
    steps: [
      'In Alice’s Teams, type <code>details "Account actions" in Northwind</code>, select <b>Accept</b>, and give a reason.',
      'It’s marked ⚑ everywhere until the end. <code>exceptions</code> lists it, and withdraws it.',
      'Type <code>pack "Account actions" in Northwind</code>: the file for a security reviewer.',
    ],
  },
  {
    title: 'Break something',
    steps: [
      'In Alice’s Teams, type <code>alerts on</code>. Olivia owns Northwind, so its alerts come to her by themselves: type <code>mine</code> in her Teams.',
      'Select a button on the <i>What if…</i> page, such as <b>Grant Mail.Read</b>, which nobody asked for.',
      'The alert says what stops, who did it, and leads to the fix.',
    ],
  },
]
