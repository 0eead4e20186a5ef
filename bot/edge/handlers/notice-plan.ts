import { z } from 'zod'
import { noteRefusal } from '#domain/audit/note-refusal.ts'
import { planNotice } from '#domain/notices/plan-notice.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { UserError } from '#platform/base/errors.ts'
import { advanceNoticeFormCard } from '../../../cards/advance-notice-form.ts'
import { personZone } from '../../../cards/reader.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showNoticeTo } from '../views/advance-notice-view.ts'
import { setRef } from '../views/refs.ts'
import { defineHandler } from './define.ts'
import { setId } from './input.ts'
import { noticeOfRefusal } from './notice-refusal.ts'
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
      const notice = noticeOfRefusal(error)
      if (!notice || !(error instanceof UserError)) throw error
      await noteRefusal(deps, { person: actor, action: 'notice.plan', code: error.code, setId: input.setId })
      const { day, reason, list } = input
      const set = setRef(getSet(deps, input.setId))
      return toActor(advanceNoticeFormCard({ now: deps.clock(), set, day, reason, list, notice }))
    }
  },
})
