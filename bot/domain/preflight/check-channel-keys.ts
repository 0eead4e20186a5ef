import { z } from 'zod'
import { classifyNetwork } from '#platform/microsoft/classify.ts'
import { type Check, failed, failedBy, passed, skipped } from './check.ts'

const channel = 'msteams'
const endorsed = z.object({ endorsements: z.array(z.string()) })

/** The keys by which messages from Teams are known to be real, from the channel of this cloud. */
export const channelKeysCheck: Check = {
  id: 'channelKeys',
  async run({ config, readChannelKeys }) {
    if (config.bot.auth === 'off') return skipped('authOff')
    const { host } = new URL(config.channel.metadataUrl)
    try {
      const keys = await readChannelKeys()
      const ours = keys.filter((key) => endorsed.safeParse(key).data?.endorsements.includes(channel))
      return ours.length > 0 ? passed({ count: ours.length, host }) : failed('channelNotEndorsed', { host })
    } catch (error) {
      const outcome = classifyNetwork(error)
      // Without a code, the network worked, and what came were no keys.
      return outcome.code === undefined ? failed('channelUnreadable', { host }) : failedBy(outcome)
    }
  },
}
