import { button, primary } from './buttons.ts'
import { foldedParts } from './elements/rows.ts'
import { frame } from './frame.ts'
import layoutJson from './preflight.json' with { type: 'json' }
import { type CheckData, type CheckText, checkText } from './preflight-text.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { age, capital, dotted, list } from './text.ts'
import { en as words } from './words/en.ts'

export interface PreflightData {
  now: Date
  checkedAt: Date
  checks: readonly CheckData[]
}

interface Filled {
  title: string
  count: string
  well: string
  troubles: Element[]
  more: string
  rest: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const icons = { failed: '❌', warning: '⚠️', passed: '✅', skipped: '➖' } as const
const shownTroubles = 8
/** Of what is well: the rest opens. */
const shownNames = 3

/** Every check of the configuration: what is wrong first, with who must act; what is well in one line that opens. */
export function preflightCard({ now, checkedAt, checks }: PreflightData): Card {
  const texts = checks.map(checkText)
  const of = (state: CheckText['state']) => texts.filter((each) => each.state === state)
  const troubles = [...of('failed'), ...of('warning')]
  const left = troubles.length - shownTroubles
  const filled = layout({
    title: words.preflight.title,
    count: dotted(countText(checks), age(checkedAt, now)),
    well: troubles.length === 0 ? `${icons.passed} ${words.preflight.allWell}` : '',
    troubles: troubles.slice(0, shownTroubles).map(troubleRow),
    more: left > 0 ? words.preflight.more(left) : '',
    rest: [
      ...folded('passed', words.preflight.well, of('passed')),
      ...folded('skipped', words.preflight.left, of('skipped')),
    ],
    actions: [primary(button('checkNow', {})), button('settings', {})],
  })
  return frame(filled, `${words.preflight.title}: ${countText(checks)}`)
}

/** "19 of 21 checks passed · 1 failed · 1 warning". */
export function countText(checks: readonly Pick<CheckData, 'result'>[]): string {
  const count = (state: CheckText['state']) => checks.filter(({ result }) => result.state === state).length
  const [failed, warnings, skipped] = [count('failed'), count('warning'), count('skipped')]
  return dotted(
    words.preflight.count(count('passed'), checks.length),
    failed > 0 && words.preflight.failed(failed),
    warnings > 0 && words.preflight.warnings(warnings),
    skipped > 0 && words.preflight.skippedCount(skipped),
  )
}

function troubleRow({ name, state, said, remedy, who }: CheckText, at: number): Element {
  const icon = state === 'failed' ? icons.failed : icons.warning
  return {
    type: 'ColumnSet',
    spacing: at === 0 ? 'None' : 'Medium',
    separator: at > 0,
    columns: [
      { type: 'Column', width: '24px', items: [{ type: 'TextBlock', text: icon }] },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          { type: 'TextBlock', text: `**${name}:** ${said}`, wrap: true },
          { type: 'TextBlock', text: remedy, spacing: 'Small', wrap: true },
          {
            type: 'TextBlock',
            text: words.preflight.who(who),
            isSubtle: true,
            size: 'Small',
            spacing: 'None',
            wrap: true,
          },
        ],
      },
    ],
  }
}

function folded(state: 'passed' | 'skipped', title: string, texts: readonly CheckText[]): Element[] {
  if (texts.length === 0) return []
  const lines = texts.map(({ name, said }) => ({
    type: 'TextBlock',
    text: `**${name}:** ${said}`,
    spacing: 'Small',
    wrap: true,
  }))
  return foldedParts(
    {
      id: `preflight-${state}`,
      icon: icons[state],
      text: `**${title}:** ${list(
        texts.map(({ name }) => name),
        shownNames,
      )}`,
      title: capital(title),
    },
    lines,
  )
}
