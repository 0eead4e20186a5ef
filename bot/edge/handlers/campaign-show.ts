import { toEveryone } from '../teams/actions/answer.ts'
import { showCampaign } from '../views/campaign-view.ts'
import { defineHandler } from './define.ts'
import { campaignRef } from './input.ts'

/** The progress of the tenants with new permissions. */
export const campaignShow = defineHandler({
  verb: 'campaign.show',
  role: 'viewer',
  input: campaignRef,

  async handle({ input, deps }) {
    return toEveryone(await showCampaign(deps, input))
  },
})
