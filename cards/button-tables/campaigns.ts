/** What each button of a campaign sends besides its verb. */
export interface CampaignInputs {
  showCampaign: { campaignId: number }
  refreshCampaign: { campaignId: number }
  remind: { campaignId: number }
}

/** Which action each button runs. */
export const campaignVerbs = {
  showCampaign: 'campaign.show',
  refreshCampaign: 'campaign.show',
  remind: 'campaign.remind',
} as const satisfies Record<keyof CampaignInputs, string>
