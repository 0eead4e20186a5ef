import { z } from 'zod'
import { mineRow } from '../../../cards/mine.ts'
import { pageOf } from '../../../cards/paging.ts'
import { unmarked } from '../../../cards/text.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { readMineRows } from '../views/mine-view.ts'
import { defineTool, outsideText, pageInput } from './tool.ts'

const pageSize = 20

export const mineTool = defineTool({
  name: 'list_mine',
  ...words.tools.mine,
  input: z.strictObject({ page: pageInput }),
  output: z.object({
    page: z.number(),
    pages: z.number(),
    total: z.number(),
    items: z.array(
      z.object({
        kind: z.enum(['request', 'link', 'alert', 'exception', 'baseline']),
        what: outsideText(),
        detail: outsideText().optional(),
      }),
    ),
    unreadGroups: z.array(outsideText()),
  }),

  async read(deps, asker, { page: asked }) {
    const { rows, unreadGroups } = await readMineRows(deps, asker)
    const { shown, page, pages } = pageOf(rows, asked, pageSize)
    const now = deps.clock()
    const items = shown.map((row) => {
      const { text, detail } = mineRow(row, now)
      return { kind: row.kind, what: unmarked(text), ...(detail && { detail: unmarked(detail) }) }
    })
    return { page, pages, total: rows.length, items, unreadGroups: [...unreadGroups] }
  },
})
