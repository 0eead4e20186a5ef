import type { Status } from '../words/codes.ts'
import { en as words } from '../words/en.ts'
import type { Badge, ChartColor } from './newer-elements.ts'

/** How a status looks. Icon and words say it; the color repeats it. */
interface StatusLook {
  badge: Badge['style']
  chart: ChartColor
}

const looks: Readonly<Record<Status, StatusLook>> = {
  error: { badge: 'Attention', chart: 'attention' },
  unknown: { badge: 'Subtle', chart: 'categoricalPurple' },
  updateRequired: { badge: 'Warning', chart: 'warning' },
  settingsRequired: { badge: 'Informative', chart: 'categoricalBlue' },
  granting: { badge: 'Accent', chart: 'categoricalLightBlue' },
  notGranted: { badge: 'Default', chart: 'neutral' },
  blocked: { badge: 'Subtle', chart: 'neutral' },
  granted: { badge: 'Good', chart: 'good' },
}

/** "❌": for narrow places whose surroundings say the words. */
export const statusIcon = (status: Status): string => words.statuses[status].icon

/** "❌ Error". */
export const statusText = (status: Status): string =>
  `${words.statuses[status].icon} ${words.statuses[status].words}`

export const chartColorOf = (status: Status): ChartColor => looks[status].chart

/** Icon and words on the color of the status; older clients show them as text. `text` is from our words, not escaped. */
export const statusBadge = (status: Status, text: string = statusText(status)): Badge => ({
  type: 'Badge',
  text,
  size: 'Medium',
  style: looks[status].badge,
  appearance: 'Tint',
  fallback: { type: 'TextBlock', text, weight: 'Bolder', wrap: true },
})
