import type { Chat } from '#platform/outbox/sending.ts'

export interface Sent {
  conversationId: string
  activityId: string | null
  card: string
}

/** A chat that remembers what was sent, fails as it is told and, on demand, answers only when it is let. */
export function makeFakeChat() {
  const sent: Sent[] = []
  const failures: unknown[] = []
  const waiting: { message: Sent; answer: () => void }[] = []
  let isHeld = false
  let [inFlight, mostInFlight] = [0, 0]
  const send = async (message: Sent): Promise<void> => {
    inFlight++
    mostInFlight = Math.max(mostInFlight, inFlight)
    if (isHeld) await new Promise<void>((answer) => waiting.push({ message, answer }))
    inFlight--
    const failure = failures.shift()
    if (failure !== undefined) throw failure
    sent.push(message)
  }
  const chat: Chat<string> = {
    post: async (conversationId, card) => {
      await send({ conversationId, activityId: null, card })
      return { activityId: `message ${sent.length}` }
    },
    postToPerson: async ({ objectId }, card) => {
      const conversationId = `chat of ${objectId}`
      await send({ conversationId, activityId: null, card })
      return { conversationId, activityId: `message ${sent.length}` }
    },
    update: (conversationId, activityId, card) => send({ conversationId, activityId, card }),
  }
  return {
    chat,
    sent,
    /** Cards that arrived, in order. */
    get cards() {
      return sent.map(({ card }) => card)
    },
    /** Cards on their way, in the order of their sending. */
    get onTheirWay() {
      return waiting.map(({ message }) => message.card)
    },
    get mostInFlight() {
      return mostInFlight
    },
    /** The next sends fail like this, one each. */
    failWith: (...errors: unknown[]) => failures.push(...errors),
    /** From now on sends are answered only by `answerOne`. */
    hold() {
      isHeld = true
    },
    /** Answers the longest waiting send. */
    answerOne: () => waiting.shift()?.answer(),
  }
}
