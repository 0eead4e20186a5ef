import { referenceInput } from './elements/reference.ts'
import type { Element } from './render.ts'
import { escapeMarkdown, moment, plain } from './text.ts'
import type { OwnActKind, RequestKind, WhyRequest } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Numbers of distinct tenants that one person changed alone since `since`, and with the act in question. */
interface OwnSum {
  since: Date
  before: number
  kinds: readonly { kind: OwnActKind; tenants: number }[]
  now: number
  total: number
  /** The limit, and the minutes in which it counts. */
  most: number
  minutes: number
}

/** The data of a card that requests the approval of a second person. */
export interface Asking {
  why: WhyRequest
  /** What the person did alone lately, if only that makes it too many. */
  sum?: OwnSum
  /** Beginning of the hash over everything that would be approved; sent back by the button. */
  v: string
  /** The "what if" plan that it asks for. */
  plan?: string | undefined
  /** The previous input. */
  reason?: string
  reference?: string
  /** People who can consent instead of the requester: object ID and name. */
  signers?: readonly { id: string; name: string }[]
}

export interface FilledAsking {
  why: string
  inputs: Element[]
}

const mostSigners = 40

/** The inputs of a request: the reason and, for a grant, the person who consents. */
export function askingPart(kind: RequestKind, asking: Asking, now: Date): FilledAsking {
  const { reason = '', reference, signers = [] } = asking
  const { requests } = words
  const choices = signers.slice(0, mostSigners).map(({ id, name }) => ({ title: plain(name, 60), value: id }))
  return {
    why: whyText(asking, now),
    inputs: [
      reasonInput({ label: requests.reasonLabel(kind), hint: requests.reasonHint, value: reason }),
      referenceInput(reference, kind === 'open' ? words.openings.reference : undefined),
      ...(choices.length > 0
        ? [
            {
              type: 'Input.ChoiceSet',
              id: 'signer',
              label: requests.signerLabel,
              style: 'compact',
              value: 'self',
              choices: [{ title: requests.signerSelf, value: 'self' }, ...choices],
            },
          ]
        : []),
    ],
  }
}

/** Why a second person is needed, with the sum that came about by acts before this one. */
export const whyText = ({ why, sum }: Asking, now: Date): string =>
  sum ? words.requests.sum({ ...sum, since: moment(sum.since, now) }) : words.requests.why[why]

export const reasonInput = ({ label, hint, value }: { label: string; hint: string; value: string }) => ({
  type: 'Input.Text',
  id: 'reason',
  label,
  placeholder: hint,
  value: plain(value, 500),
  isMultiline: true,
  maxLength: 500,
})

/** Names of tenants for a card: all when they are few. */
export function tenantLines<T>(tenants: readonly T[], line: (tenant: T) => string, most = 10): string[] {
  const shown = tenants.slice(0, most).map(line)
  return tenants.length > most ? [...shown, words.more(tenants.length - most)] : shown
}

export const quoted = (text: string): string => escapeMarkdown(text, 500)
