import { button, linkButton } from './buttons.ts'
import type { AfterConsent, ConsentCardData, ConsentLinkRow, Note } from './consent-data.ts'
import { type FindingData, findingText } from './findings.ts'
import { grantOrAsk, isMendedByConsent } from './grant-buttons.ts'
import type { Element } from './render.ts'
import { dotted, escapeMarkdown, stopped } from './text.ts'
import type { FindingCode, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Everything is granted, and still the apps get nothing. */
const withheld: ReadonlySet<FindingCode> = new Set(['BOUND_ELSEWHERE', 'RESOURCE_DISABLED'])
const complete: ReadonlySet<Status> = new Set(['granted', 'settingsRequired'])
const mostFindings = 3

/** What holds after a consent is told where its link is verified, or where the tenant shows the permissions nevertheless. */
export function toldAfter({ phase, after }: ConsentLinkRow): AfterConsent | undefined {
  if (!after) return undefined
  const missed = phase === 'refused' || phase === 'notConfirmed' || phase === 'expired'
  return phase === 'verified' || (missed && complete.has(after.status)) ? after : undefined
}

const openFindings = ({ findings }: AfterConsent): FindingData[] =>
  findings.filter(({ code }) => code !== 'ALL_GRANTED')

/** Something is left to do, or to know, before the apps can work. */
export const isUnfinished = (after: AfterConsent): boolean =>
  after.status !== 'granted' || after.findings.some(({ code }) => withheld.has(code))

/** "✅ Permissions granted. One step left: assign Password Administrator". */
export function afterHeadline({ phase }: ConsentLinkRow, after: AfterConsent): string {
  const { status, steps } = after
  const says = words.consent.after
  if (status === 'settingsRequired') {
    const left = steps.map(({ kind, name }) => says.step[kind](escapeMarkdown(name)))
    return `✅ ${says.settingsRequired(left)}`
  }
  if (status === 'granted' && isUnfinished(after)) return `⚠️ ${says.withheld}`
  const granted = phase === 'verified' ? words.consent.reached.set : says.meanwhile
  const text = status === 'granted' ? granted : says[status]
  return `${words.statuses[status].icon} ${text}`
}

/** Each finding: what is wrong, what to do, who can. */
export function afterNotes({ tenant }: ConsentLinkRow, after: AfterConsent, now: Date): Note[] {
  const found = openFindings(after)
  const notes = found.slice(0, mostFindings).map((finding): Note => {
    const { what, next, who } = findingText(finding, now, tenant.domain)
    const said = [isStep(finding) ? '' : stopped(what), next && stopped(next)].filter(Boolean).join(' ')
    return { note: said, who: who && words.mustAct(who) }
  })
  const more = found.length - mostFindings
  return more > 0 ? [...notes, { note: words.more(more), who: '' }] : notes
}

/** The first finding and who can act, for a row among others. */
export function afterLine({ tenant }: ConsentLinkRow, after: AfterConsent, now: Date): string {
  const [first] = openFindings(after)
  if (!first) return ''
  const { what, who } = findingText(first, now, tenant.domain)
  return dotted(!isStep(first) && what, who && words.mustAct(who))
}

/** The headline names it already. */
const isStep = ({ code }: FindingData): boolean => code === 'SETTING_MISSING'

type Act = 'entra' | 'check' | 'update' | 'grant' | 'details'

const actsOf: Readonly<Record<Status, readonly Act[]>> = {
  granted: ['details'],
  settingsRequired: ['entra', 'check'],
  updateRequired: ['update', 'details'],
  notGranted: ['grant', 'check'],
  error: ['entra', 'check', 'details'],
  unknown: ['check', 'details'],
  blocked: ['details'],
  granting: ['details'],
}

/** What can be done about it, the fix first; none where nothing is left to do or to know. */
export function afterButtons(data: ConsentCardData, link: ConsentLinkRow, after: AfterConsent): Element[] {
  const { set, rights, consentId } = data
  if (!set || openFindings(after).length === 0) return []
  const { tenant } = link
  const ids = { tenantId: tenant.id, setId: set.id }
  const order = { setId: set.id, tenantIds: [tenant.id] }
  const about = dotted(set.name, tenant.name)
  const made: Record<Act, () => Element | undefined> = {
    entra: () => (after.entraUrl ? linkButton(words.openInEntra, after.entraUrl, about) : undefined),
    check: () => (rights.sync ? button('checkAgain', { ...ids, consentId }, about) : undefined),
    update: () => grantOrAsk('update', order, { rights, about }),
    grant: () => grantOrAsk('grant', order, { rights, about }),
    details: () => button('details', ids, about),
  }
  return actsFor(after)
    .map((act) => made[act]())
    .filter((action) => action !== undefined)
}

function actsFor({ status, findings }: AfterConsent): readonly Act[] {
  if (status === 'error' && isMendedByConsent(findings)) return ['grant', 'check', 'details']
  const isOff = status === 'granted' && findings.some(({ code }) => code === 'RESOURCE_DISABLED')
  return isOff ? ['entra', 'check', 'details'] : actsOf[status]
}
