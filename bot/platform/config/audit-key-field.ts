import { guidPattern, parseWith, split } from './fields.ts'
import { hasOddSign, whyNoSecret } from './secret-text.ts'

const lostKey = /^lost:[0-9a-f]{12}$/

/**
 * Keys of the history, the current one first. `lost:` and the ID of a key stands for a former one that nobody has any more.
 * Errors quote nothing.
 */
export const auditKeys = parseWith((text, fail) => {
  const entries = split(text)
  for (const [at, entry] of entries.entries()) {
    const failHere = (why: string) => fail(`Entry ${at + 1}: ${why}`)
    if (at > 0 && lostKey.test(entry)) continue
    const why = whyNoSecret(entry)
    if (why !== undefined) return failHere(why)
    if (guidPattern.test(entry))
      return failHere('This is a GUID, not a key. Use 32 or more random characters.')
    if (hasOddSign(entry))
      return failHere(
        'This has characters that no key has. Use letters, digits and signs in plain ASCII or UTF-8.',
      )
    if (entry.length < 32)
      return failHere('This is shorter than 32 characters. Use 32 or more random characters.')
    if (entries.indexOf(entry) !== at) return failHere('This key is listed twice. Keep it once.')
  }
  return entries.length > 0 ? entries : fail('There is no key in it. Use 32 or more random characters.')
})
