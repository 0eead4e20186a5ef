import { Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http'
import { Server, type Socket } from 'node:net'
import { isLoopbackName, sendMisdirected } from '../emulator/loopback-host.ts'

/**
 * The Teams-like client loses what is posted while its page was never open. Until then it answers as Teams does for a person
 * who doesn't have the bot, so the bot keeps its messages and posts them when the page announces the chat.
 */
let wasOpened = false

/**
 * Loaded into a program that has no option for it: every server listens on loopback only, and refuses requests that name
 * another host. It also keeps idle connections
 * as long as Teams does. With Node's five seconds, a message of the bot could hit a closing connection and be lost. It shows a
 * message for one member to everyone, so such a message is refused, as a channel does that has none of this kind.
 */
const keptMs = 240_000
const listen = Server.prototype.listen as (...args: unknown[]) => Server
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  if (this instanceof HttpServer) this.keepAliveTimeout = keptMs
  return listen.apply(this, args)
} as typeof Server.prototype.listen

const emit = HttpServer.prototype.emit as (...args: unknown[]) => boolean
HttpServer.prototype.emit = function emitToLoopback(this: HttpServer, event: string, ...args: unknown[]) {
  const [request, answered] = args as [IncomingMessage, ServerResponse | Socket]
  if (event !== 'request' && event !== 'upgrade') return emit.call(this, event, ...args)
  const isHttp = answered instanceof ServerResponse
  if (!isLoopbackName(request.headers.host)) {
    if (isHttp) sendMisdirected(answered)
    else answered.destroy()
    return true
  }
  // The page listens on a socket.
  if (!isHttp) wasOpened = true
  else if (isTargeted(request)) return refuse(answered, 400, 'BadArgument')
  else if (!wasOpened && isConnector(request)) return refuse(answered, 403, 'BotNotInConversationRoster')
  return emit.call(this, event, ...args)
} as typeof HttpServer.prototype.emit

const isConnector = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/_connector/')
const isTargeted = ({ url = '' }: IncomingMessage): boolean => url.includes('isTargetedActivity=true')

function refuse(response: ServerResponse, status: number, code: string): true {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ error: { code, message: 'The Teams-like client has no such place' } }))
  return true
}
