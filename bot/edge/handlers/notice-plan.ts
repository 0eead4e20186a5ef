import { z } from 'zod'
import { planNotice } from '#domain/notices/plan-notice.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { advanceNoticeFormCard } from '../../../cards/advance-notice-form.ts'
import { personZone } from '../../../cards/reader.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showNoticeTo } from '../views/advance-notice-view.ts'
import { setRef } from '../views/refs.ts'
import { correctableNotice } from './correctable-notice.ts'
import { defineHandler } from './define.ts'
import { setId } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'
import { typedLine, typedText } from './typed-text.ts'

/** Shows what a notice would announce, before it is announced. */
export const noticePlan = defineHandler({
  verb: 'notice.plan',
  role: 'approver',
  reach: 'everything',
  input: z.object({ setId, day: typedLine(40), reason: typedText, list: typedText }),

  async handle({ actor, input, turn, deps }) {
    const timeZone = personZone()
    try {
      const { id: noticeId } = await planNotice(deps, { ...input, timeZone, by: actor })
      return toActor(await showNoticeTo(deps, { actor, turn }, { noticeId }))
    } catch (error) {
      const sent = { codes: correctableNotice, actor, action: 'notice.plan', setId: input.setId }
      const notice = await noteCorrectable(deps, error, sent)
      const { day, reason, list } = input
      const set = setRef(getSet(deps, input.setId))
      return toActor(advanceNoticeFormCard({ now: deps.clock(), set, day, reason, list, notice }))
    }
  },
})
