/** The columns that differ. SQLite writes every index anew whose columns are set, also to the values that they have. */
export function changedColumns<T extends object>(before: T, after: T): Partial<T> {
  const changed = Object.entries(after).filter(([column, value]) => before[column as keyof T] !== value)
  return Object.fromEntries(changed) as Partial<T>
}
