import type { HistoryInputs } from '../../button-tables/history.ts'

/** Titles of the buttons of the history and its exports. */
export const historyButtonsEn = {
  exportHistory: 'Export',
  planCsv: 'Use CSV instead',
  planJson: 'Use JSON instead',
  planOcsf: 'Use OCSF instead',
  makeExport: 'Get the link',
  cancelExport: 'Cancel',
} as const satisfies Record<keyof HistoryInputs, string>
