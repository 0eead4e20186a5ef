/** The columns that differ. SQLite rewrites the index of every column that is set, even to the same value. */
export function changedColumns<T extends object>(before: T, after: T): Partial<T> {
  const changed = Object.entries(after).filter(([column, value]) => before[column as keyof T] !== value)
  return Object.fromEntries(changed) as Partial<T>
}
