import { button, linkButton, primary } from './buttons.ts'
import layoutJson from './doctor.json' with { type: 'json' }
import { frame } from './frame.ts'
import { findOutcomeWords, type OutcomeData, outcomeText } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { TenantRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

interface DoctorData {
  now: Date
  /** What was pasted; absent = the empty form. */
  text?: string
  /** Absent with a text: not recognized. */
  diagnosis?: Diagnosis
}

export interface Diagnosis extends OutcomeData {
  /** Microsoft's page or the Entra admin center. */
  url?: string
  /** Other details found in the text. */
  traceId?: string
  correlationId?: string
  tenant?: TenantRef
  /** Of an unknown code: the OAuth error beside it. */
  shape?: string
  /** Other errors in the same text. */
  others?: readonly OutcomeData[]
}

interface Filled {
  title: string
  about: string
  intro: string
  parts: { label: string; text: string }[]
  tenantActions: Element[]
  trace: { line: string }[]
  form: { label: string; hint: string; missing: string }[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

const { title, intro, label, hint, missing } = words.doctor
const form = [{ label, hint, missing }]

/** Cause, remedy and responsible role for an error from Microsoft, or the form that asks for one. */
export function doctorCard({ text, diagnosis }: DoctorData): Card {
  if (text === undefined) return frame(layout(asking(title, '', intro)), `${title}: ${intro}`)
  const says = outcomeText(diagnosis, diagnosis?.tenant?.domain)
  const quoted = words.doctor.about(escapeMarkdown(text, 200))
  if (!says || !diagnosis) {
    const { unknownTitle, unknown, vagueTitle, vague } = words.doctor
    const certain = shapeText(text.trim().toLowerCase())
    const [heading, what] = certain === '' ? [unknownTitle, unknown] : [vagueTitle, `${certain} ${vague}`]
    return frame(layout(asking(heading, quoted, what)), `${heading}. ${what}`)
  }
  const { tenant } = diagnosis
  const filled = layout({
    title: says.title,
    about: quoted,
    intro: '',
    parts: [
      { label: words.doctor.cause, text: [says.cause, shapeText(diagnosis.shape)].filter(Boolean).join(' ') },
      { label: words.doctor.remedy, text: says.remedy },
      { label: words.doctor.who, text: capital(says.who) },
      ...othersPart(diagnosis),
      ...(tenant
        ? [
            {
              label: words.doctor.tenant,
              text: dotted(escapeMarkdown(tenant.name), escapeMarkdown(tenant.domain)),
            },
          ]
        : []),
    ],
    tenantActions: tenant
      ? [button('openTenant', { tenantId: tenant.id }, tenant.name, words.openTenant)]
      : [],
    trace: traceLines(diagnosis),
    form: [],
    actions: answered(diagnosis),
  })
  return frame(filled, `${says.title}. ${says.remedy}`)
}

function asking(title: string, about: string, intro: string): Filled {
  return {
    title,
    about,
    intro,
    parts: [],
    tenantActions: [],
    trace: [],
    form,
    actions: [primary(button('doctor', {}))],
  }
}

/** What is certain by an OAuth error, alone or beside an unknown code. */
function shapeText(shape = ''): string {
  const { shapes } = words.doctor
  return Object.hasOwn(shapes, shape) ? shapes[shape as keyof typeof shapes] : ''
}

function othersPart({ others = [] }: Diagnosis): { label: string; text: string }[] {
  const lines = others.map(({ name, code = '' }) =>
    dotted(escapeMarkdown(code), findOutcomeWords(name)?.title ?? ''),
  )
  return lines.length > 0 ? [{ label: words.doctor.others, text: lines.join('; ') }] : []
}

function traceLines({ code, policyId, traceId, correlationId }: Diagnosis): { line: string }[] {
  return [
    ...(code ? [{ line: words.doctor.code(escapeMarkdown(code)) }] : []),
    ...(policyId ? [{ line: words.doctor.policy(escapeMarkdown(policyId)) }] : []),
    ...(traceId ? [{ line: words.doctor.trace(escapeMarkdown(traceId)) }] : []),
    ...(correlationId ? [{ line: words.doctor.correlation(escapeMarkdown(correlationId)) }] : []),
  ]
}

function answered({ url }: Diagnosis): Element[] {
  return [
    ...(url ? [linkButton(words.doctor.learnMore, url)] : []),
    button('doctorForm', {}, undefined, words.doctor.again),
  ]
}
