import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface OddServer {
  url: string
  /** Method, URL, and authorization of every request received. */
  seen: { method: string; url: string; authorization?: string }[]
}

/** A server on loopback with answers given by the test, for those that no well-behaved service sends. */
export async function openServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OddServer> {
  const seen: OddServer['seen'] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, ...(headers.authorization ? { authorization: headers.authorization } : {}) })
    request.resume().once('end', () => answer(request, response))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(
    () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  // restify replaces this method of Node's with one that returns nothing.
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** A token response for tests that only concern Graph. */
export const aToken = { token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' }
