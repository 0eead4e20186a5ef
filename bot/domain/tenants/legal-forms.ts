/** What stands behind the name of a company and says only how it is organized. */
const legalForms =
  'ltd|limited|inc|incorporated|llc|llp|lp|plc|corp|corporation|co|company|gmbh|ag|se|kg|ug|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|aps|pty ltd|pte ltd|kk|kft|sro|holding|group'.split(
    '|',
  )
const ending = new RegExp(`,? (?:${legalForms.join('|')})$`)

/** Whether a name says how the company is organized: then another form can be another company. `key`: folded. */
export const saysLegalForm = (key: string): boolean => ending.test(key)

/** Keys that name the same company with another legal form, or without one. `key`: folded. */
export function otherLegalForms(key: string): string[] {
  const base = key.replace(ending, '')
  if (base === '') return []
  return [base, ...legalForms.flatMap((form) => [`${base} ${form}`, `${base}, ${form}`])].filter(
    (each) => each !== key,
  )
}
