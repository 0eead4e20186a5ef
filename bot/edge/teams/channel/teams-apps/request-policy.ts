import type { App } from '@microsoft/teams.apps'
import type { SdkOptions } from '../teams-sdk.ts'

type RequestPolicy = App['client']['middlewares'][number]

/** How each request to the channel is made. The SDK repeats none. */
export const makeRequestPolicy = ({ bot, timeoutMs = 10_000 }: SdkOptions): RequestPolicy => ({
  invoke: async ({ config }, next) => {
    if (bot.auth === 'on')
      config.headers = { ...config.headers, Authorization: `Bearer ${await bot.getToken()}` }
    // A redirect would send the card, and to the same host the token, to an address that isn't allowed.
    config.maxRedirects = 0
    config.signal = AbortSignal.timeout(timeoutMs)
    return next()
  },
})
