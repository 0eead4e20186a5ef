import { button, primary } from './buttons.ts'
import { type ErrorData, errorText } from './error-text.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './tenant-add.json' with { type: 'json' }
import { plain, stopped } from './text.ts'
import { en as words } from './words/en.ts'

interface TenantAddData {
  now: Date
  /** The previous input, after an error. */
  domain?: string
  problem?: Pick<ErrorData, 'code' | 'facts'>
}

interface Filled {
  title: string
  text: string
  problem: string
  next: string
  label: string
  hint: string
  domain: string
  missing: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Asks for the domain of a tenant. After an error, it shows what was wrong and keeps the input. */
export function tenantAddCard({ domain = '', problem }: TenantAddData): Card {
  const { title, text, label, hint, missing } = words.add
  const says = problem && errorText(problem)
  const filled = layout({
    title,
    text,
    problem: says ? words.add.problem(stopped(says.title), says.what) : '',
    next: says ? says.next : '',
    label,
    hint,
    domain: plain(domain, 253),
    missing,
    actions: [primary(button('addTenant', {})), button('cancelToTenants', {})],
  })
  return frame(filled, says ? `${title}: ${says.title}` : `${title}: ${text}`)
}
