export type ExportFormat = 'csv' | 'json' | 'ocsf'

/** The data of each button of the history and its exports. */
export interface HistoryInputs {
  exportHistory: { format: 'csv'; tenantId?: string }
  planCsv: { format: 'csv'; tenantId?: string }
  planJson: { format: 'json'; tenantId?: string }
  planOcsf: { format: 'ocsf'; tenantId?: string }
  makeExport: { format: ExportFormat; tenantId?: string }
  cancelExport: { tenantId?: string }
}

/** Which action each button runs. */
export const historyVerbs = {
  exportHistory: 'history.planExport',
  planCsv: 'history.planExport',
  planJson: 'history.planExport',
  planOcsf: 'history.planExport',
  makeExport: 'history.export',
  cancelExport: 'history.show',
} as const satisfies Record<keyof HistoryInputs, string>
