import { z } from 'zod'

/*
 * The allowed subset of Adaptive Cards 1.5: elements and properties that Teams documents as rendered on desktop and phone.
 * Narrower than the published schema on purpose: no colors, nothing that Teams ignores. Elements are from 1.2, and older
 * clients skip newer properties. The table and the few newer elements of `cards/elements` have a fallback of these.
 */
const text = z.string().min(1)
const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding'])
const place = {
  id: text.optional(),
  spacing: spacing.optional(),
  separator: z.boolean().optional(),
  isVisible: z.boolean().optional(),
  targetWidth: z.enum(['atLeast:Narrow', 'atLeast:Standard', 'atLeast:Wide']).optional(),
}
const vertical = z.enum(['Top', 'Center', 'Bottom'])
const containerStyle = z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent'])

const actionBase = {
  title: text.max(100),
  tooltip: text.max(200).optional(),
  // Not all clients style it, so the title has to say it too.
  style: z.enum(['positive', 'destructive']).optional(),
  associatedInputs: z.enum(['auto', 'none']).optional(),
}
const data = z.record(z.string(), z.unknown())

const submit = z.strictObject({ type: z.literal('Action.Submit'), ...actionBase, data })
const execute = z.strictObject({
  type: z.literal('Action.Execute'),
  ...actionBase,
  verb: text,
  data,
  fallback: submit,
})
/** In a table, whose clients all know it. */
const executeOfCell = execute.omit({ fallback: true })
const openUrl = z.strictObject({ type: z.literal('Action.OpenUrl'), ...actionBase, url: z.url() })
const showCard = z.strictObject({
  type: z.literal('Action.ShowCard'),
  ...actionBase,
  get card() {
    return z.strictObject({ type: z.literal('AdaptiveCard'), body: z.array(element).min(1) })
  },
})
const toggle = z.strictObject({
  type: z.literal('Action.ToggleVisibility'),
  ...actionBase,
  targetElements: z.array(text).min(1),
})
const action = z.discriminatedUnion('type', [execute, openUrl, showCard, toggle])
const actions = z.array(action).min(1)
const selectable = z.discriminatedUnion('type', [execute, openUrl, toggle])

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  ...place,
  text,
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  fontType: z.enum(['Default', 'Monospace']).optional(),
  isSubtle: z.boolean().optional(),
  wrap: z.boolean().optional(),
  style: z.literal('heading').optional(),
  horizontalAlignment: z.enum(['Left', 'Center', 'Right']).optional(),
})
const inputBase = {
  ...place,
  id: text,
  label: text,
  isRequired: z.boolean().optional(),
  errorMessage: text.optional(),
}
const inputText = z.strictObject({
  type: z.literal('Input.Text'),
  ...inputBase,
  placeholder: z.string().optional(),
  value: z.string().optional(),
  isMultiline: z.boolean().optional(),
  maxLength: z.number().int().positive(),
  inlineAction: execute.optional(),
})
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const clockTime = z.string().regex(/^\d\d:\d\d$/)
const inputDate = z.strictObject({
  type: z.literal('Input.Date'),
  ...inputBase,
  min: day.optional(),
  max: day.optional(),
  value: day.optional(),
})
const inputTime = z.strictObject({
  type: z.literal('Input.Time'),
  ...inputBase,
  value: clockTime.optional(),
})
const choice = z.strictObject({ title: text, value: text })
const inputChoice = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  ...inputBase,
  style: z.enum(['compact', 'expanded']),
  isMultiSelect: z.literal(true).optional(),
  value: z.string().optional(),
  choices: z.array(choice).min(1).max(50),
})
const column = z.strictObject({
  type: z.literal('Column'),
  ...place,
  width: z.union([z.enum(['auto', 'stretch']), z.string().regex(/^\d+px$/), z.number().positive()]),
  verticalContentAlignment: vertical.optional(),
  selectAction: selectable.optional(),
  get items() {
    return z.array(element).min(1)
  },
})
const columnSet = z.strictObject({
  type: z.literal('ColumnSet'),
  ...place,
  selectAction: selectable.optional(),
  columns: z.array(column).min(1),
})
const container = z.strictObject({
  type: z.literal('Container'),
  ...place,
  style: containerStyle.optional(),
  bleed: z.boolean().optional(),
  selectAction: selectable.optional(),
  verticalContentAlignment: vertical.optional(),
  get items() {
    return z.array(element).min(1)
  },
})
const actionSet = z.strictObject({ type: z.literal('ActionSet'), ...place, actions })

/** Of 1.5; what a fallback is made of. */
const plainElements = [
  textBlock,
  inputText,
  inputChoice,
  inputDate,
  inputTime,
  columnSet,
  container,
  actionSet,
] as const
const newer = {
  ...place,
  get fallback() {
    return z.discriminatedUnion('type', plainElements)
  },
}
const progressBar = z.strictObject({
  type: z.literal('ProgressBar'),
  ...newer,
  value: z.number().min(0),
  max: z.number().positive(),
  color: z.enum(['Accent', 'Good', 'Warning', 'Attention']),
})
const chartColor = z.enum([
  'good',
  'warning',
  'attention',
  'neutral',
  'categoricalBlue',
  'categoricalLightBlue',
  'categoricalPurple',
])
const segment = z.strictObject({ legend: text.max(60), value: z.number().positive(), color: chartColor })
const stackedBar = z.strictObject({
  type: z.literal('Chart.HorizontalBar.Stacked'),
  ...newer,
  title: text.max(100),
  showLegend: z.literal(false),
  data: z.array(z.strictObject({ title: text.max(100), data: z.array(segment).min(1).max(8) })).min(1),
})
const tableRow = z.strictObject({
  type: z.literal('TableRow'),
  cells: z
    .array(
      z.strictObject({
        type: z.literal('TableCell'),
        selectAction: executeOfCell.optional(),
        items: z.array(textBlock).min(1),
      }),
    )
    .min(2)
    .max(6),
})
const table = z.strictObject({
  type: z.literal('Table'),
  ...newer,
  firstRowAsHeaders: z.literal(true),
  showGridLines: z.boolean(),
  verticalCellContentAlignment: vertical,
  columns: z.array(
    z.strictObject({
      width: z.number().positive(),
      horizontalCellContentAlignment: z.enum(['Left', 'Center']).optional(),
    }),
  ),
  rows: z.array(tableRow).min(2),
})

const element: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [...plainElements, progressBar, stackedBar, table]),
)

/** A card as it leaves the bot. */
export const cardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal('1.5'),
  fallbackText: text.max(300),
  msteams: z.strictObject({ width: z.literal('full') }),
  body: z.array(element).min(1),
  actions: actions.optional(),
  refresh: z
    .strictObject({
      action: z.strictObject({
        type: z.literal('Action.Execute'),
        title: text,
        verb: text,
        data: z.record(z.string(), z.unknown()),
      }),
      userIds: z.array(text).min(1).max(60),
    })
    .optional(),
})
