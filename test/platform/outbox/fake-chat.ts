import type { Chat } from '#platform/outbox/sending.ts'

export interface Sent {
  conversationId: string
  activityId: string | null
  card: string
}

/** A chat that records messages, fails on demand and, if held, answers one at a time. */
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
    /** Cards in flight, in sending order. */
    get onTheirWay() {
      return waiting.map(({ message }) => message.card)
    },
    get mostInFlight() {
      return mostInFlight
    },
    /** Errors of the next sends, one each. */
    failWith: (...errors: unknown[]) => failures.push(...errors),
    /** From then on, only `answerOne` answers sends. */
    hold() {
      isHeld = true
    },
    /** Answers the oldest send. */
    answerOne: () => waiting.shift()?.answer(),
  }
}
