/** The data of each button of a campaign. */
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
