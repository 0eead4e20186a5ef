/** The cards of docs/gallery.md, in its order: what a person meets on the way from the overview to the history. */
export const gallery: readonly { sample: string; title: string; text: string }[] = [
  {
    sample: 'welcome/need-attention',
    title: 'Hello',
    text: 'how many tenants need attention, one button to them, and two words explained',
  },
  { sample: 'help/approver', title: 'Help', text: 'six tasks; the open one has lines to select' },
  {
    sample: 'overview/ten',
    title: 'Overview',
    text: 'tenants by permission sets as icons, worst first, with a bar of all statuses',
  },
  {
    sample: 'tenant-list/ten',
    title: 'Tenants',
    text: 'ten tenants in two lines each: what is wrong and who must act',
  },
  {
    sample: 'next-actions/four',
    title: 'Next actions',
    text: 'tenants grouped by who must act, with one button for each group',
  },
  {
    sample: 'tenant/five-sets',
    title: 'A tenant',
    text: 'two sets that need action are open, the others take one line',
  },
  {
    sample: 'tenant/lost',
    title: 'A lost connection',
    text: 'its cause, Connect, and the last known states with their age',
  },
  {
    sample: 'grant-details/new-permission',
    title: 'Details of a set',
    text: 'the new permission with its reason and risk',
  },
  {
    sample: 'consent-plan/update',
    title: 'The plan of an update',
    text: 'what is added, what stays, and who can consent',
  },
  {
    sample: 'consent-plan/several-tenants',
    title: 'The plan for several tenants',
    text: 'which get a link, and which are left out and why',
  },
  { sample: 'consent/spreading', title: 'Following a consent', text: 'link, opened, consented, spreading' },
  {
    sample: 'consent/verified-one-step-left',
    title: 'One step left',
    text: 'permissions are granted, a directory role is missing',
  },
  {
    sample: 'request/to-decide',
    title: 'A request',
    text: 'who asks for what and why, with Approve and Deny',
  },
  {
    sample: 'block-confirm/activity',
    title: 'Before a block',
    text: 'the apps that stop, and what stays in Entra',
  },
  { sample: 'move-plan/both-sides', title: 'Moving an app', text: 'what happens in both tenants' },
  { sample: 'alert/removed', title: 'An alert', text: 'which permission was removed, by whom, and the fix' },
  { sample: 'alert-digest/seven', title: 'A digest', text: 'the common cause first, then a row per tenant' },
  { sample: 'sync/running', title: 'Progress', text: 'a bar with numbers' },
  {
    sample: 'permission-why/two-sets',
    title: 'Why',
    text: 'what a permission is for, and what is lost without it',
  },
  { sample: 'history/everything', title: 'History', text: 'who did what and why, by minute and tenant' },
]
