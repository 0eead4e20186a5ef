import { z } from 'zod'
import { readComingDay } from '#domain/notices/calendar-day.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { advanceNoticeFormCard } from '../../../cards/advance-notice-form.ts'
import { personZone } from '../../../cards/reader.ts'
import { toActor } from '../teams/actions/answer.ts'
import { stillSaying } from '../teams/grammar/ask-back.ts'
import { cutDay } from '../teams/grammar/cut-day.ts'
import { readForm } from '../teams/grammar/read-form.ts'
import { setRef } from '../views/refs.ts'
import { correctableNotice } from './correctable-notice.ts'
import { defineHandler, defineWord } from './define.ts'
import { setId } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'

/** Asks for the day, the reason, and the coming list of a set. */
export const noticeForm = defineHandler({
  verb: 'notice.form',
  role: 'approver',
  reach: 'everything',
  input: z.object({ setId, day: z.string().max(10).optional() }),
  // It asks for the list first.
  leadsTo: async () => undefined,

  async handle({ actor, input, deps }) {
    const { day } = input
    const now = deps.clock()
    const set = setRef(getSet(deps, input.setId))
    try {
      if (day) readComingDay(day, personZone(), now)
      return toActor(advanceNoticeFormCard({ now, set, day }))
    } catch (error) {
      const sent = { codes: correctableNotice, actor, action: 'notice.form', setId: set.id }
      const notice = await noteCorrectable(deps, error, sent)
      return toActor(advanceNoticeFormCard({ now, set, notice }))
    }
  },
})

const usage = 'announce <set> on <date>'

export const announceCommand = defineWord({
  word: 'announce',
  said: ['pre-announce', 'give notice of', 'give notice for', 'announce a new list for'],
  usage,
  examples: ['announce "Directory data" on 2027-01-31'],
  read: async (args, deps, actor) => {
    const { rest, day } = cutDay(args, deps.clock(), personZone())
    const form = { set: 'needed' } as const
    const asked = {
      word: 'announce',
      usage,
      args: rest,
      form,
      acts: true,
      actsAtOnce: false,
      actor,
      deps,
      timeZone: personZone(),
    }
    try {
      const { set } = await readForm(asked)
      return { setId: set?.id, ...(day && { day }) }
    } catch (error) {
      throw day ? stillSaying(error, `on ${day}`) : error
    }
  },
  action: noticeForm,
})
