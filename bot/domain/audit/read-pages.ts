/** Reads rows in ascending order of their IDs, after `first`, in pages of `size`: only one page is in memory. */
export async function* readPages<Row extends { id: string | number }>(
  first: Row['id'],
  size: number,
  readPage: (after: Row['id']) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after = first; ; ) {
    const rows = await readPage(after)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.id
  }
}
