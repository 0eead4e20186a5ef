/** The part of a list that one card shows; a page that does not exist (any more) becomes the nearest that does. */
export function pageOf<T>(
  items: readonly T[],
  wanted: number | undefined,
  size: number,
): { shown: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / size))
  const page = Math.min(Math.max(1, wanted ?? 1), pages)
  return { shown: items.slice((page - 1) * size, page * size), page, pages }
}

/**
 * As `pageOf`, with as many items on each page as fit: at most `most`, and together at most `budget` by `weigh`. The same
 * items always make the same pages.
 */
export function pageThatFits<T>(
  items: readonly T[],
  wanted: number | undefined,
  { most, budget, weigh }: { most: number; budget: number; weigh: (item: T) => number },
): { shown: readonly T[]; page: number; pages: number } {
  const pages: T[][] = [[]]
  let weight = 0
  for (const item of items) {
    const heavier = weigh(item)
    const last = pages.at(-1)
    if (last && last.length > 0 && (last.length === most || weight + heavier > budget)) {
      pages.push([item])
      weight = heavier
    } else {
      last?.push(item)
      weight += heavier
    }
  }
  const { shown, page } = pageOf(pages, wanted, 1)
  return { shown: shown[0] ?? [], page, pages: pages.length }
}
