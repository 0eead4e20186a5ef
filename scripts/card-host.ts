/* What a Teams-like client applies to a card: fonts, spacing, and the colors of its themes. */

interface Colors {
  page: string
  card: string
  button: string
  text: string
  subtle: string
  accent: string
  emphasis: string
  line: string
  /** Backgrounds of styled containers. */
  tints: Readonly<Record<'accent' | 'good' | 'warning' | 'attention', string>>
}

export interface CardView {
  name: string
  className: string
  /** Of the card, without what surrounds it. */
  width: number
}

const light: Colors = {
  page: '#f5f5f5',
  card: '#ffffff',
  button: '#ffffff',
  text: '#242424',
  subtle: '#616161',
  accent: '#4f52b2',
  emphasis: '#f0f0f0',
  line: '#d1d1d1',
  tints: { accent: '#e8ebfa', good: '#e7f2da', warning: '#fbf6d9', attention: '#fcf4f6' },
}
const dark: Colors = {
  page: '#1f1f1f',
  card: '#292929',
  button: '#292929',
  text: '#ffffff',
  subtle: '#adadad',
  accent: '#9299f7',
  emphasis: '#1f1f1f',
  line: '#525252',
  tints: { accent: '#2f2f4a', good: '#0d2e0d', warning: '#3d3300', attention: '#3e1f25' },
}

/** A desktop chat in both themes, and a phone whose screen has 320 px. */
export const cardViews: readonly CardView[] = [
  { name: 'light', className: 'light', width: 440 },
  { name: 'dark', className: 'dark', width: 440 },
  { name: 'narrow', className: 'light', width: 304 },
]

const fonts = "'Segoe UI', 'DejaVu Sans', sans-serif"
const themeStyle = (name: string, of: Colors): string => `
  .${name} { background: ${of.page}; }
  .${name} > .ac-adaptiveCard { border: 1px solid ${of.line}; }
  .${name} .ac-pushButton, .${name} .ac-inlineActionButton, .${name} .ac-input {
    border: 1px solid ${of.line}; background: ${of.button}; color: ${of.text}; }
  .${name} .ac-pushButton.style-positive { background: ${of.accent}; color: ${of.card}; }
  .${name} a { color: ${of.accent}; }`

export const pageStyle = `
  body { margin: 0; }
  #views { display: inline-flex; align-items: flex-start; }
  .view { padding: 8px; font-family: ${fonts}; }
  .view > .ac-adaptiveCard { border-radius: 8px; box-sizing: border-box; }
  .ac-pushButton, .ac-inlineActionButton { font: 600 13px ${fonts}; padding: 5px 12px; border-radius: 4px; max-width: 100%;
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
  .ac-inlineActionButton { margin-left: 8px; flex: none; }
  .ac-input { font: 14px ${fonts}; padding: 6px; border-radius: 4px; box-sizing: border-box; min-width: 0; }
  ${themeStyle('light', light)}
  ${themeStyle('dark', dark)}`

/** The host configuration of the card library for one view. */
export function hostConfig({ className }: CardView): object {
  const of = className === 'dark' ? dark : light
  const color = (value: string, subtle = value) => ({ default: value, subtle })
  const foregroundColors = {
    default: color(of.text, of.subtle),
    accent: color(of.accent),
    good: color('#13a10e'),
    warning: color('#c19c00'),
    attention: color('#d13438'),
  }
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors })
  return {
    fontFamily: fonts,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: of.line },
    supportsInteractivity: true,
    containerStyles: {
      default: style(of.card),
      emphasis: style(of.emphasis),
      accent: style(of.tints.accent),
      good: style(of.tints.good),
      warning: style(of.tints.warning),
      attention: style(of.tints.attention),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    },
    inputs: { label: { inputSpacing: 'small' } },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 12 },
  }
}
