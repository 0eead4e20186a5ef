/** Spreadsheets take a cell that begins so for a formula, with blanks before it too, and run it. */
const formula = /^[\t\r\n]|^[\s\p{Cf}]*[=+\-@＝＋－＠]/u

/** One line of RFC 4180: every field in quotes, what could be a formula behind an apostrophe. */
export const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`

function csvField(field: string | number): string {
  if (typeof field === 'number') return String(field)
  const harmless = formula.test(field) ? `'${field}` : field
  return `"${harmless.replaceAll('"', '""')}"`
}
