/** Spreadsheets run a cell that begins like this as a formula, even after leading spaces. */
const formula = /^[\t\r\n]|^[\s\p{Cf}]*[=+\-@＝＋－＠]/u

/** One line of RFC 4180: every text in quotes, a possible formula disarmed by a leading apostrophe. */
export const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`

function csvField(field: string | number): string {
  if (typeof field === 'number') return String(field)
  const harmless = formula.test(field) ? `'${field}` : field
  return `"${harmless.replaceAll('"', '""')}"`
}
