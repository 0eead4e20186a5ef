/** What the channel said to a request; without a status, there was no response. */
interface ConnectorFailure {
  status?: number | undefined
  /** The header `Retry-After`. */
  retryAfter?: string | undefined
  /** The body. */
  text?: string | undefined
  /** Of the network or the SDK; `TIMEOUT` after the time limit. */
  code?: string | undefined
}

/** A request to the channel that failed, in the words of no SDK. The SDK's error isn't its cause: it holds the bot's token. */
export class ConnectorError extends Error {
  readonly failure: ConnectorFailure

  constructor(message: string, failure: ConnectorFailure) {
    super(message)
    this.name = 'ConnectorError'
    this.failure = failure
  }
}
