import { answerWithCampaign } from '../views/campaign-view.ts'
import { defineHandler } from './define.ts'
import { campaignRef } from './input.ts'

/** The progress of the tenants with new permissions. */
export const campaignShow = defineHandler({
  verb: 'campaign.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: campaignRef,

  async handle({ actor, input, turn, deps }) {
    return answerWithCampaign(deps, { actor, turn }, input)
  },
})
