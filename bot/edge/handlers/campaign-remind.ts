import { remindCampaign } from '#domain/campaigns/remind-campaign.ts'
import { answerWithCampaign } from '../views/campaign-view.ts'
import { defineHandler } from './define.ts'
import { campaignRef } from './input.ts'

/** Reminds every person that the campaign waits for. */
export const campaignRemind = defineHandler({
  verb: 'campaign.remind',
  role: 'operator',
  readsRolesNow: true,
  reach: 'everything',
  input: campaignRef,

  async handle({ actor, input, turn, deps }) {
    const people = await remindCampaign(deps, { ...input, by: actor })
    const done = { kind: 'done', code: 'REMINDED', facts: { people } } as const
    const notice = { ...done, by: { name: actor.name }, at: deps.clock() }
    return answerWithCampaign(deps, { actor, turn }, { ...input, notice })
  },
})
