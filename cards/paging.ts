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
