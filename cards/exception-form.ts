import { reasonInput } from './asking.ts'
import { button, primary } from './buttons.ts'
import { endInputs } from './elements/end-input.ts'
import layoutJson from './exception-form.json' with { type: 'json' }
import { type FindingData, findingText } from './findings.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { capital, escapeMarkdown, moment, namedTenant, plain, unmarked } from './text.ts'
import type { WhyRequest } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface ExceptionFormData {
  now: Date
  tenant: TenantRef
  /** Absent: about the whole tenant. */
  set?: SetRef
  /** The alert from which somebody came. */
  alertId?: number
  /** What can be accepted; `hash` names its facts. */
  findings: readonly (FindingData & { hash: string })[]
  /** Why a second person is needed; absent: one is enough. */
  why?: WhyRequest
  /** Who can own it beside the reader: object ID and name. */
  owners: readonly { id: string; name: string }[]
  /** What was typed so far. */
  typed?: { reason?: string; until?: Date; owner?: string; picked?: readonly string[] }
  /** What is picked without that. */
  until: Date
  latest: Date
  mostDays: number
  notice?: Notice
}

interface Filled {
  title: string
  where: string
  hides: string
  findings: { line: string; detail: string }[]
  effect: string
  why: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const mostOwners = 40

/** What would be accepted, and the inputs for reason, end, and owner. Nothing is accepted before the button. */
export function exceptionFormCard(data: ExceptionFormData): Card {
  const { now, tenant, set, findings, why, notice } = data
  const { form } = words.exceptions
  const { inputs, endZone } = inputsOf(data)
  const order = {
    tenantId: tenant.id,
    ...(set && { setId: set.id }),
    ...(data.alertId !== undefined && { alertId: data.alertId }),
    hashes: findings.map(({ hash }) => hash),
    endZone,
  }
  const filled = layout({
    title: form.title(escapeMarkdown(set?.name ?? '', 70)),
    where: form.in(namedTenant(tenant)),
    hides: form.hides,
    findings: findings.map((finding) => ({
      line: `• **${whatOf(finding, data)}**`,
      detail: finding.accepted ? capital(form.already(moment(finding.accepted.until, now))) : '',
    })),
    effect: form.effect,
    why: why ? words.requests.why[why] : '',
    inputs,
    actions: [
      primary(why ? button('requestException', order, set?.name) : button('accept', order, set?.name)),
      set
        ? button('cancelToDetails', { tenantId: tenant.id, setId: set.id }, set.name)
        : button('cancelToTenant', { tenantId: tenant.id }, tenant.name),
    ],
  })
  const said = findings.map((finding) => unmarked(whatOf(finding, data))).join(', ')
  return frame(
    filled,
    `${form.title(set?.name ?? '')} ${form.in(tenant.name)}: ${said}`,
    noticeParts(notice, now),
  )
}

const whatOf = (finding: FindingData, { now, tenant }: Pick<ExceptionFormData, 'now' | 'tenant'>): string =>
  findingText(finding, now, tenant.domain).what

function inputsOf(data: ExceptionFormData): { inputs: Element[]; endZone: string } {
  const { now, findings, owners, typed = {}, latest, mostDays } = data
  const { form } = words.exceptions
  const until = typed.until ?? data.until
  const end = endInputs({ now, until, latest, label: form.day(mostDays), dayOnly: true })
  const hashes = findings.map(({ hash }) => hash)
  const pick = {
    type: 'Input.ChoiceSet',
    id: 'picked',
    label: form.pick,
    style: 'expanded',
    isMultiSelect: true,
    value: (typed.picked ?? hashes).join(','),
    choices: findings.map((finding) => ({
      title: plain(unmarked(whatOf(finding, data)), 120),
      value: finding.hash,
    })),
  }
  const choices = owners.slice(0, mostOwners).map(({ id, name }) => ({ title: plain(name, 60), value: id }))
  const owner = {
    type: 'Input.ChoiceSet',
    id: 'owner',
    label: form.owner,
    style: 'compact',
    value: typed.owner ?? 'self',
    choices: [{ title: form.self, value: 'self' }, ...choices],
  }
  const reason = reasonInput({ label: form.reason, hint: form.reasonHint, value: typed.reason ?? '' })
  return {
    inputs: [...(findings.length > 1 ? [pick] : []), reason, ...end.inputs, owner],
    endZone: end.data.endZone,
  }
}
