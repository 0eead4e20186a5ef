import { z } from 'zod'

/** An ID with half a surrogate pair can't be part of a URL, so every answer would fail and the activity would be resent forever. */
const id = z
  .string()
  .min(1)
  .max(1_000)
  .refine((text) => text.isWellFormed())
const word = z.string().max(200).nullish()

const account = z.looseObject({
  id,
  name: z.string().max(1_000).nullish(),
  aadObjectId: word,
  role: word,
  userRole: word,
  tenantId: word,
  /** Of the recipient: the bot alone sees the message. */
  isTargeted: z.boolean().nullish().catch(undefined),
})

/** The part of a Bot Framework activity that this bot reads. Other fields are allowed: Teams adds new ones at any time. */
export const activitySchema = z
  .looseObject({
    type: z.string().min(1).max(100),
    id: id.optional(),
    channelId: z.string().min(1).max(100),
    serviceUrl: z.string().min(1).max(2_000),
    from: account,
    recipient: account,
    conversation: z.looseObject({
      id,
      conversationType: word,
      tenantId: word,
      isGroup: z.boolean().nullish(),
    }),
    text: z.string().max(100_000).nullish(),
    name: word,
    action: z.unknown().optional(),
    replyToId: z.string().max(1_000).nullish(),
    value: z.unknown().optional(),
    entities: z.unknown().optional(),
    attachments: z.unknown().optional(),
    channelData: z.unknown().optional(),
  })
  .refine((activity) => activity.id !== undefined || !['message', 'invoke'].includes(activity.type))

export type TeamsActivity = z.infer<typeof activitySchema>

const tenantData = z.object({ tenant: z.object({ id: z.string().max(200) }) })

/** The tenant in the channel data, besides the conversation's. */
export function readChannelTenant(activity: TeamsActivity): string | undefined {
  return tenantData.safeParse(activity.channelData).data?.tenant.id
}

const event = z.object({ eventType: z.string() })

/** True for the message of before in new words: Teams tells of it as an update, and some clients as a message. */
export const isEdit = (activity: TeamsActivity): boolean =>
  event.safeParse(activity.channelData).data?.eventType.toLowerCase() === 'editmessage'

const deletion = z.object({
  eventType: z.enum(['channelDeleted', 'teamDeleted', 'teamHardDeleted']),
  channel: z.object({ id }).optional(),
  team: z.object({ id }).optional(),
})

/** The channel that Teams says was deleted; of a team, its first channel, which has the team's ID. */
export function readDeletedChannel(activity: TeamsActivity): string | undefined {
  const { data } = deletion.safeParse(activity.channelData)
  return data?.eventType === 'channelDeleted' ? data.channel?.id : data?.team?.id
}

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string().max(1_000), aadObjectId: z.guid().optional().catch(undefined) }),
  text: z.string().max(2_000).nullish(),
})

/** Who is mentioned, in the order of Teams; `text` is how the message shows it, which Teams leaves out at times. */
export interface Mention {
  isBot: boolean
  text: string
  /** The channel's ID of who is mentioned. */
  accountId: string
  /** Where Teams gives the ID of the directory. */
  objectId?: string
}

/** The mentions of a message; entities of any other format are ignored. */
export function readMentions(activity: TeamsActivity): Mention[] {
  const bot = bareId(activity.recipient.id)
  return listOf(activity.entities).flatMap((entity) => {
    const { data } = mention.safeParse(entity)
    if (!data) return []
    const { id: accountId, aadObjectId } = data.mentioned
    const objectId = aadObjectId?.toLowerCase()
    const isBot = bareId(accountId) === bot
    return [{ isBot, text: data.text ?? '', accountId, ...(objectId && { objectId }) }]
  })
}

/** Teams writes the ID of a bot with and without its prefix. */
const bareId = (id: string): string => id.toLowerCase().replace(/^28:/, '')

/** At most a hundred parts of a list in an activity. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 100) : [])
