import allCommandsJson from './all-commands.json' with { type: 'json' }
import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import helpJson from './help.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import { escapeMarkdown, plain } from './text.ts'
import { noRoleYet } from './whom-to-ask.ts'
import { type HelpTask, helpTasks, type Role } from './words/codes.ts'
import type { CommandWords } from './words/commands-en.ts'
import { en as words } from './words/en.ts'

interface Named {
  id: string
  name: string
}

interface CommandsData {
  now: Date
  /** The roles that the person has or that theirs include. */
  may: readonly Role[]
  /** Commands need the mention there. */
  inChannel: boolean
}

export interface HelpData extends CommandsData {
  suite: string
  /** What the examples are about, as far as it exists and the person can see it. */
  names: { tenant?: Named; set?: Named; permission?: Named }
  /** Which task is open; the others are one click away. */
  open: HelpTask
  /** The usage of the command that was asked for: it is shown also if it has no example. */
  asked?: string
  /** Whom people without a role can ask. */
  ask: readonly string[]
}

interface FilledHelp {
  title: string
  subtitle: string
  noRole: string
  tabs: Element[]
  lines: FilledLine[]
  actions: Element[]
}

interface FilledLine {
  line: string
  does: string
  first: boolean
  action: Element
}

interface FilledCommands {
  title: string
  hint: string
  tasks: { title: string; lines: { line: string }[] }[]
  actions: Element[]
}

const helpLayout = defineLayout<FilledHelp>(helpJson)
const commandsLayout = defineLayout<FilledCommands>(allCommandsJson)

const commandsOf = (task: HelpTask, may: readonly Role[]): CommandWords[] =>
  words.commands.filter(
    (command) => command.task === task && (command.role === 'anyone' || may.includes(command.role)),
  )

/** What can be done, by task, as far as the person's roles allow it: one task is open. */
export function helpCard(data: HelpData): Card {
  const { may, suite, inChannel, ask, names } = data
  const { title, about, choose, chooseInChannel } = words.help
  const tasks = may.length === 0 ? [] : helpTasks.filter((task) => commandsOf(task, may).length > 0)
  const open = tasks.includes(data.open) ? data.open : tasks[0]
  const commands = open ? commandsOf(open, may) : []
  const lines = [
    ...commands.flatMap((command) => (command.usage === data.asked ? usageLine(command) : [])),
    ...commands.flatMap((command) => exampleLine(command, names)),
  ].slice(0, mostLines)
  const filled = helpLayout({
    title,
    subtitle: open ? (inChannel ? chooseInChannel : choose) : about(escapeMarkdown(suite)),
    noRole: open ? '' : noRoleYet(ask),
    tabs: tasks.map((task) => tab(task, task === open)),
    lines: lines.map((line, index) => ({ ...line, first: index === 0 })),
    actions: open ? [...formsOf(open, may), button('allCommands', { all: true })] : [button('whoami', {})],
  })
  return frame(filled, `${title}. ${about(suite)}`)
}

function tab(task: HelpTask, isOpen: boolean): Element {
  const action = button('helpTask', { task }, undefined, words.help.tasks[task])
  return isOpen ? primary(action) : action
}

/** The example with names that exist. A click sends the IDs, which mean one thing only. */
function exampleLine({ example, does }: CommandWords, names: HelpData['names']): Omit<FilledLine, 'first'>[] {
  if (!example || !isNameable(example, names)) return []
  const fill = (show: (named: Named) => string): string =>
    example.replace(placeholders, (_all, kind: keyof HelpData['names']) => show(names[kind] as Named))
  const shown = fill(({ name }) => plain(name, 40))
  const action = button('command', { text: fill(({ id }) => id) }, does, shown)
  return [{ line: escapeMarkdown(shown), does, action }]
}

/** How a command is typed that has no example. A click sends its words alone, which shows it, or asks for the rest. */
function usageLine({ example, usage, does }: CommandWords): Omit<FilledLine, 'first'>[] {
  if (example) return []
  const [text = ''] = usage.split(/(?: of)? [<[]| \S+\|/, 1)
  return [{ line: escapeMarkdown(usage), does, action: button('command', { text }, does, usage) }]
}

/** More are not seen at once. */
const mostLines = 5

const placeholders = /\{(tenant|set|permission)\}/g

const isNameable = (example: string, names: HelpData['names']): boolean =>
  [...example.matchAll(placeholders)].every(([, kind]) => names[kind as keyof HelpData['names']])

/** Buttons of a task that ask for the rest. */
function formsOf(task: HelpTask, may: readonly Role[]): Element[] {
  const forms: Readonly<Partial<Record<HelpTask, [Role, Element]>>> = {
    see: ['operator', button('syncAll', {})],
    grant: ['approver', button('addTenantForm', {})],
    block: ['viewer', button('filterBlocked', { filter: 'blocked' })],
    ask: ['viewer', button('doctorForm', {})],
  }
  const [role, form] = forms[task] ?? []
  return role && form && may.includes(role) ? [form] : []
}

/** Every command that the person's roles allow, as it is typed. */
export function allCommandsCard({ may, inChannel }: CommandsData): Card {
  const { allTitle, names, inChannel: mention } = words.help
  const tasks = helpTasks.filter((task) => commandsOf(task, may).length > 0)
  const filled = commandsLayout({
    title: allTitle,
    hint: inChannel ? `${mention} ${names}` : names,
    tasks: tasks.map((task) => ({
      title: words.help.tasks[task],
      lines: commandsOf(task, may).map(({ usage, does }) => ({
        line: `**${escapeMarkdown(usage)}** · ${does}`,
      })),
    })),
    actions: [button('help', {})],
  })
  return frame(filled, `${allTitle}. ${names}`)
}
