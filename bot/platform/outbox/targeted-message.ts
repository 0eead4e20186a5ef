/*
 * A targeted message is in a shared conversation, and one member alone sees it. Its ID carries a mark wherever it is stored, so
 * that every later update asks for the same visibility. Message IDs of the channel are numbers and never begin like this.
 */
const mark = 'targeted:'

export const targetedId = (messageId: string): string => `${mark}${messageId}`

export const isTargetedId = (id: string | null): boolean => id?.startsWith(mark) === true

/** The ID as the channel knows it. */
export const channelMessageId = (id: string): string => (isTargetedId(id) ? id.slice(mark.length) : id)
