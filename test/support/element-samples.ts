import { progressParts } from '../../cards/elements/progress-bar.ts'
import { compactRow, foldedParts, moreParts } from '../../cards/elements/rows.ts'
import { statusBarParts } from '../../cards/elements/status-bar.ts'
import { frame } from '../../cards/frame.ts'
import type { Card, Element } from '../../cards/render.ts'

const text = (words: string): Element => ({ type: 'TextBlock', text: words, wrap: true })
const row = { icon: '✅', text: '**SaaS posture** · 20 of 20' }

/** The shared elements, each once. */
export const elementSamples: Readonly<Record<string, () => Card>> = {
  elements: () =>
    frame(
      {
        body: [
          { ...text('Elements'), style: 'heading', size: 'Large' },
          ...statusBarParts(
            { error: 3, unknown: 1, updateRequired: 5, notGranted: 9, granted: 41 },
            'Permission sets',
          ),
          ...progressParts({ done: 124, total: 1_000, text: '124 of 1,000, 3 errors', trouble: true }),
          compactRow({ ...row, detail: 'checked 14 min ago' }),
          ...foldedParts({ ...row, id: 'posture', title: 'SaaS posture: granted' }, [text('What is inside')]),
          ...moreParts('rest', 'Show 3 more', [text('The rest')]),
        ],
      },
      'Elements',
    ),
}
