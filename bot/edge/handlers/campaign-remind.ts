import { remindCampaign } from '#domain/campaigns/remind-campaign.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { showCampaign } from '../views/campaign-view.ts'
import { defineHandler } from './define.ts'
import { campaignRef } from './input.ts'

/** Reminds every person that the campaign waits for. */
export const campaignRemind = defineHandler({
  verb: 'campaign.remind',
  role: 'operator',
  input: campaignRef,

  async handle({ actor, input, deps }) {
    const people = await remindCampaign(deps, { ...input, by: actor })
    const done = { kind: 'done', code: 'REMINDED', facts: { people } } as const
    const notice = { ...done, by: { name: actor.name }, at: deps.clock() }
    return toEveryone(await showCampaign(deps, { ...input, notice }))
  },
})
