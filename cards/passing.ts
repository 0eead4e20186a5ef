import { frame } from './frame.ts'
import type { Card } from './render.ts'
/** Short cards that stand for a moment: work that takes longer, and the trace that an answer left in a group. */
export interface WorkingData {
  now: Date
  /** Verb of the action under way. */
  verb?: string
}

export interface AnsweredPrivatelyData {
  now: Date
  name: string
}

export function workingCard(data: WorkingData): Card {
  return frame({
    fallbackText: 'Working',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}

export function answeredPrivatelyCard(data: AnsweredPrivatelyData): Card {
  return frame({
    fallbackText: 'Answered privately',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
