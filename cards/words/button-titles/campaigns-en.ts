import type { CampaignInputs } from '../../button-tables/campaigns.ts'

/** Titles of the buttons of campaigns. */
export const campaignButtonsEn = {
  showCampaign: 'Show campaign',
  refreshCampaign: 'Refresh',
  remind: 'Remind',
} as const satisfies Record<keyof CampaignInputs, string>
