import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown } from './text.ts'
import welcomeJson from './welcome.json' with { type: 'json' }
import { whomToAsk } from './whom-to-ask.ts'
import { en as words } from './words/en.ts'

/** What the reader can see of the tenants; those without a role see no numbers, and in a channel nobody knows who reads. */
export type WelcomeState =
  | { kind: 'unknown' }
  | { kind: 'noRole'; ask: readonly string[] }
  | { kind: 'tenants'; all: number; needsAction: number; mayAdd: boolean }

export interface WelcomeData {
  now: Date
  suite: string
  /** Commands need the mention there. */
  inChannel: boolean
  /** The person who added the bot, if the platform reported it. */
  addedBy?: string
  state: WelcomeState
}

interface Filled {
  title: string
  text: string
  state: string
  next: string
  terms: { line: string }[]
  hint: string
  actions: Element[]
}

const layout = defineLayout<Filled>(welcomeJson)

/** The first card of a conversation: what stands, the next step, and the two words that everything else is said with. */
export function welcomeCard({ suite, inChannel, addedBy, state }: WelcomeData): Card {
  const { title, text, terms } = words.welcome
  const { stands, next, actions } = nextStep(state)
  const filled = layout({
    title,
    text: text(escapeMarkdown(suite)),
    state: stands,
    next,
    terms: terms.map((line) => ({ line })),
    hint: dotted(
      addedBy && words.welcome.addedBy(escapeMarkdown(addedBy)),
      inChannel && words.help.inChannel,
    ),
    actions: [...actions, button('help', {})],
  })
  return frame(filled, [title, stands, text(suite)].filter(Boolean).join('. '))
}

/** Where the person is led, with one primary button. */
function nextStep(state: WelcomeState): { stands: string; next: string; actions: Element[] } {
  const { none, needAction, fine, add, askToAdd, worstFirst, showThem } = words.welcome
  if (state.kind === 'unknown') return { stands: '', next: '', actions: [primary(button('tenants', {}))] }
  if (state.kind === 'noRole') {
    return {
      stands: words.notAllowed.noRole,
      next: whomToAsk(state.ask),
      actions: [primary(button('whoami', {}))],
    }
  }
  const { all, needsAction, mayAdd } = state
  if (all === 0) {
    const actions = mayAdd ? [primary(button('addTenantForm', {}))] : []
    return { stands: none, next: mayAdd ? add : askToAdd, actions }
  }
  if (needsAction === 0) return { stands: fine(all), next: '', actions: [primary(button('tenants', {}))] }
  const show = button('filterNeedsAction', { filter: 'needsAction' }, undefined, showThem(needsAction))
  return { stands: needAction(needsAction, all), next: worstFirst, actions: [primary(show)] }
}
