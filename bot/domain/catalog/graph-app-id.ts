/** Microsoft Graph, the API, in every cloud. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'
