import { z } from 'zod'
import { isTimeZone } from '#domain/alerts/quiet-hours.ts'
import { setQuietHours } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { findPlaceRules } from '#domain/alerts/subscriptions-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { defineHandler, defineWord } from './define.ts'

const minute = z.number().int().min(0).max(1_439)

/** Sets the hours in which only critical alerts are posted into this conversation; without `quiet` there are none. */
export const alertsQuiet = defineHandler({
  verb: 'alerts.quiet',
  role: 'viewer',
  readsRolesNow: true,
  reach: 'conversation',
  input: z.object({
    quiet: z
      .object({ from: minute, to: minute, timeZone: z.string().max(60).refine(isTimeZone).optional() })
      .optional(),
  }),

  async handle({ actor, input: { quiet }, turn, deps }) {
    const address = placeKeyOf(turn, actor)
    const zone = quiet?.timeZone ?? (await findPlaceRules(deps.database.db, address))?.timeZone ?? 'UTC'
    const who = { address, kind: turn.conversationKind, by: actor }
    await setQuietHours(deps, who, quiet && { ...quiet, timeZone: zone })
    return toEveryone(await showAlertsHere(deps, { actor, turn }, quiet ? 'quietOn' : 'quietOff'))
  },
})

const usage = 'alerts quiet <from>-<to> [time zone]|off'
const time = '(\\d{1,2})(?::(\\d{2}))? ?(am|pm)?'
const hours = new RegExp(`^(?:from |between )?${time} ?(?:-|to|until|and) ?${time}(?: (\\S+))?$`, 'i')

export const alertsQuietCommand = defineWord({
  word: 'alerts quiet',
  said: ['quiet hours', 'quiet', 'alert quiet hours', 'set quiet hours'],
  usage,
  examples: ['alerts quiet 22:00-07:00 Europe/Berlin', 'alerts quiet off'],
  read: async (args) => {
    if (args.toLowerCase() === 'off') return {}
    const found = hours.exec(args.slice(0, 200))
    const [from = Number.NaN, to = Number.NaN] = found
      ? [minuteOf(found[1], found[2], found[3]), minuteOf(found[4], found[5], found[6])]
      : []
    const timeZone = found?.[7]
    const wrong = Number.isNaN(from + to) || from === to || (timeZone && !isTimeZone(timeZone))
    if (wrong) throw new UserError('COMMAND_INCOMPLETE', { usage })
    return { quiet: { from, to, ...(timeZone && { timeZone }) } }
  },
  action: alertsQuiet,
})

/** Minutes after midnight; NaN for an invalid time, or for an hour that can be in the morning or in the evening. */
function minuteOf(hour: string | undefined, rest: string | undefined, half: string | undefined): number {
  const [h, m] = [Number(hour), Number(rest ?? 0)]
  if (half !== undefined)
    return h >= 1 && h <= 12 && m <= 59
      ? ((h % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)) * 60 + m
      : Number.NaN
  return rest !== undefined && h <= 23 && m <= 59 ? h * 60 + m : Number.NaN
}
