import { parseWith, split } from './fields.ts'

const most = { day: 365, steps: 10 }

/** Days that grow, as `3,7,14`; `off`: none. */
export const dayList = parseWith((text, fail): number[] => {
  if (text.toLowerCase() === 'off') return []
  const parts = split(text)
  const found = parts.map(Number)
  const grows = found.every((day, at) => day > (found[at - 1] ?? 0) && day <= most.day)
  if (found.length > most.steps || !grows || !parts.every((part) => /^\d+$/.test(part)))
    return fail(
      `These aren't days that grow. Use at most ${most.steps} whole numbers from 1 to ${most.day}, such as 3,7,14, or off.`,
    )
  return found
})
