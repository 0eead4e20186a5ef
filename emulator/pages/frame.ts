import { type Html, html, type Piece } from './html.ts'
import { htmlPage } from './style.ts'
import { look } from './world/look.ts'

export interface FrameFacts {
  title: string
  /** Address of the page that is open, for the navigation. */
  here: string
  now: Date
  movedMs: number
}

const places = [
  ['/world/what-if', 'What if…'],
  ['/world', 'Tenants'],
  ['/world/registrations', 'App registrations'],
  ['/world/trouble', 'Faults everywhere'],
  ['/world/requests', 'Requests'],
  ['/apps', 'Apps of the suite'],
] as const

const steps = [
  ['1 min', 60_000],
  ['10 min', 600_000],
  ['1 h', 3_600_000],
  ['6 h', 21_600_000],
  ['1 day', 86_400_000],
] as const

/** A page of the emulator with navigation, clock, and the script that refreshes it. */
export function framedPage(facts: FrameFacts, body: Html): string {
  const links = places.map(
    ([href, words]) => html`<a href="${href}"${current(facts.here === href)}>${words}</a>`,
  )
  const page = html`<header class="top"><strong>Emulated world</strong><nav>${links}</nav>
<div class="clock" id="clock" data-live>${clock(facts)}</div></header>
${body}<div id="toast" role="status" aria-live="polite"></div><script type="module" src="/world/live.js"></script>`
  return htmlPage(`${facts.title} · emulated world`, page, look)
}

/** Marks the link to the current page. */
export const current = (isHere: boolean): Piece => isHere && html` aria-current="page"`

function clock({ now, movedMs }: FrameFacts): Html {
  const moved = movedMs === 0 ? 'real time' : `${words(movedMs)} ahead`
  const buttons = steps.map(([step, forwardMs]) => {
    return html`<button data-call="clock" data-key="clock-${step}" data-input="${JSON.stringify({ forwardMs })}">+${step}</button>`
  })
  return html`<span class="small soft" title="Ages tokens and lets changes propagate. The clock of the bot doesn't move.">Clock</span>
<time>${dateWords(now)} UTC</time> <span class="chip">${moved}</span>${buttons}
<button data-call="reset" data-input="{}" data-key="reset" class="harm" data-ask="Reset the whole world to its initial state?">Reset world</button>`
}

/** `Nov 23, 2026, 15:04`, UTC. */
function dateWords(at: Date): string {
  const text = at.toUTCString()
  return `${text.slice(8, 11)} ${at.getUTCDate()}, ${text.slice(12, 16)}, ${text.slice(17, 22)}`
}

/** A length of time in its two largest units: `1 d 3 h`, `45 s`. */
export function words(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const said = parts.filter(([count]) => count > 0).slice(0, 2)
  return said.length === 0 ? '0 s' : said.map(([count, unit]) => `${count} ${unit}`).join(' ')
}
