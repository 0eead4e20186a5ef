import type { Status } from '../words/codes.ts'
import { en as words } from '../words/en.ts'
import type { ChartColor } from './newer-elements.ts'

/** Icon and words say a status; the color of a chart repeats it. */
const chartColors: Readonly<Record<Status, ChartColor>> = {
  error: 'attention',
  unknown: 'categoricalPurple',
  updateRequired: 'warning',
  settingsRequired: 'categoricalBlue',
  granting: 'categoricalLightBlue',
  notGranted: 'neutral',
  blocked: 'neutral',
  granted: 'good',
}

/** "❌": for narrow places whose surroundings say the words. */
export const statusIcon = (status: Status): string => words.statuses[status].icon

/** "❌ Error". */
export const statusText = (status: Status): string => `${statusIcon(status)} ${words.statuses[status].words}`

export const chartColorOf = (status: Status): ChartColor => chartColors[status]
