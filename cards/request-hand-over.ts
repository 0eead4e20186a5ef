import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './request-hand-over.json' with { type: 'json' }
import type { PersonRef, SetRef } from './subjects.ts'
import { escapeMarkdown, plain } from './text.ts'
import type { RequestKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface RequestHandOverData {
  now: Date
  requestId: string
  version: number
  code: string
  kind: RequestKind
  set?: SetRef
  requester: PersonRef
  /** Who may decide as well: object id and name. */
  others: readonly { id: string; name: string }[]
}

interface Filled {
  title: string
  what: string
  text: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 40

/** Asks which other approver should decide. */
export function requestHandOverCard(data: RequestHandOverData): Card {
  const { requestId, version, code, kind, set, requester } = data
  const { title, text, label, nobody } = words.requests.handOver
  const others = data.others.slice(0, most).map(({ id, name }) => ({ title: plain(name, 60), value: id }))
  const what = words.requests.what[kind](escapeMarkdown(set?.name ?? ''))
  const choice = {
    type: 'Input.ChoiceSet',
    id: 'to',
    label,
    style: 'compact',
    ...(others[0] && { value: others[0].value }),
    choices: others,
  }
  const filled = layout({
    title,
    what: words.requests.asks(escapeMarkdown(requester.name, 60), what),
    text: others.length > 0 ? text : nobody,
    inputs: others.length > 0 ? [choice] : [],
    actions: [
      ...(others.length > 0 ? [primary(button('handOver', { requestId, v: version }, code))] : []),
      button('backToRequest', { requestId }, code),
    ],
  })
  return frame(filled, `${title}. ${text}`)
}
