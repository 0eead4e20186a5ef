import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import helpJson from './help.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown } from './text.ts'
import welcomeJson from './welcome.json' with { type: 'json' }
import type { Role } from './words/codes.ts'
import type { CommandWords } from './words/commands-en.ts'
import { en as words } from './words/en.ts'

interface HelpData {
  now: Date
  roles: readonly Role[]
  suite: string
  /** Commands need the mention there. */
  inChannel: boolean
}

interface WelcomeData extends HelpData {
  /** The person who added the bot, if the platform reported it. */
  addedBy?: string
  /** The tenants that the reader can see; absent if nobody knows who reads it, or they have no role. */
  tenants?: number
}

interface FilledHelp {
  title: string
  subtitle: string
  groups: { title: string; lines: { line: string; notYours: boolean }[]; actions: Element[] }[]
  hint: string
}

interface FilledWelcome {
  title: string
  text: string
  promise: string
  state: string
  hint: string
  actions: Element[]
}

type HelpGroup = keyof typeof words.help.groups

const helpLayout = defineLayout<FilledHelp>(helpJson)
const welcomeLayout = defineLayout<FilledWelcome>(welcomeJson)

/** The roles that can use the commands of a group. */
const users: Readonly<Record<CommandWords['role'], readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'approver', 'auditor'],
  operator: ['operator', 'approver'],
  approver: ['approver'],
  auditor: ['auditor', 'approver'],
  anyone: [],
}

/** The commands, grouped by required role. Groups that the person cannot use are marked. */
export function helpCard({ roles, suite, inChannel }: HelpData): Card {
  const { title, subtitle, names, inChannel: mention } = words.help
  const filled = helpLayout({
    title,
    subtitle: subtitle(escapeMarkdown(suite)),
    groups: (['viewer', 'operator', 'approver', 'anyone'] as const).map((role) => group(role, roles)),
    hint: inChannel ? `${mention} ${names}` : names,
  })
  return frame(filled, `${title}. ${subtitle(suite)}`)
}

function group(role: HelpGroup, has: readonly Role[]): FilledHelp['groups'][number] {
  const notYours = role !== 'anyone' && !has.some((each) => users[role].includes(each))
  return {
    title: dotted(words.help.groups[role], notYours && words.help.notYours(words.roles[role].name)),
    lines: words.commands
      .filter((command) => command.role === role)
      .map(({ usage, does }) => ({ line: `**${escapeMarkdown(usage)}** · ${does}`, notYours })),
    actions: notYours ? [] : buttonsOf(role),
  }
}

/** Buttons for the commands that need no arguments. */
function buttonsOf(role: HelpGroup): Element[] {
  const buttons: Readonly<Record<HelpGroup, Element[]>> = {
    viewer: [button('tenants', {}), button('catalog', {}), button('doctorForm', {})],
    operator: [button('syncAll', {})],
    approver: [button('addTenantForm', {})],
    anyone: [button('whoami', {})],
  }
  return buttons[role]
}

/** Posted once where the bot was added: its purpose, its limits, and the next step. */
export function welcomeCard({ suite, inChannel, addedBy, tenants }: WelcomeData): Card {
  const { title, text, promise } = words.welcome
  const filled = welcomeLayout({
    title,
    text: text(escapeMarkdown(suite)),
    promise,
    state: tenants === undefined ? '' : words.welcome.tenants(tenants),
    hint: dotted(
      addedBy && words.welcome.addedBy(escapeMarkdown(addedBy)),
      inChannel && words.help.inChannel,
    ),
    actions: [
      tenants === 0 ? primary(button('addTenantForm', {})) : button('tenants', {}),
      button('catalog', {}),
      button('help', {}),
    ],
  })
  return frame(filled, `${title}. ${text(suite)}`)
}
