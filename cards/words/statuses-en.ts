import type { Status } from './codes.ts'

interface StatusWords {
  icon: string
  words: string
  /** Of a number of sets: "2 errors". */
  count(n: number): string
}

export const statusesEn: Readonly<Record<Status, StatusWords>> = {
  blocked: { icon: '⛔', words: 'Blocked', count: (n) => `${n} blocked` },
  unknown: { icon: '❔', words: 'Not checked', count: (n) => `${n} not checked` },
  error: { icon: '❌', words: 'Error', count: (n) => `${n} ${n === 1 ? 'error' : 'errors'}` },
  granting: { icon: '⏳', words: 'Waiting for consent', count: (n) => `${n} waiting for consent` },
  notGranted: { icon: '○', words: 'Not granted', count: (n) => `${n} not granted` },
  updateRequired: {
    icon: '⚠️',
    words: 'New permissions required',
    count: (n) => `${n} ${n === 1 ? 'needs' : 'need'} new permissions`,
  },
  settingsRequired: {
    icon: 'ℹ️',
    words: 'Additional settings required',
    count: (n) => `${n} ${n === 1 ? 'needs' : 'need'} a setting`,
  },
  granted: { icon: '✅', words: 'Granted', count: (n) => `${n} granted` },
}
