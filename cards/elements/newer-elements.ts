import type { Element } from '../render.ts'

/*
 * The elements beyond Adaptive Cards 1.5 that newer Teams clients draw. Each carries a `fallback` of 1.5 elements for
 * all other clients: the type asks for it, and so does the schema of the tests.
 */
type Newer<Type extends string, Properties> = Element & { type: Type; fallback: Element } & Properties

export type ProgressBar = Newer<
  'ProgressBar',
  { value: number; max: number; color: 'Accent' | 'Good' | 'Warning' | 'Attention' }
>

export type ChartColor =
  | 'good'
  | 'warning'
  | 'attention'
  | 'neutral'
  | 'categoricalBlue'
  | 'categoricalLightBlue'
  | 'categoricalPurple'

export type StackedBarChart = Newer<
  'Chart.HorizontalBar.Stacked',
  {
    title: string
    showLegend: false
    data: readonly {
      title: string
      data: readonly { legend: string; value: number; color: ChartColor }[]
    }[]
  }
>
