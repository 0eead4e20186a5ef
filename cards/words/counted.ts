/** Most are small, and a locale costs a hundred times as much. */
const numberText = (n: number): string =>
  Number.isInteger(n) && n >= 0 && n < 1_000 ? `${n}` : n.toLocaleString('en-US')

/** "1 tenant", "2,000 tenants". */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${numberText(n)} ${n === 1 ? one : many}`
