import { Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http'
import { Server, type Socket } from 'node:net'
import { isLoopbackName, sendMisdirected } from '../emulator/loopback-host.ts'

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
  const isRequest = event === 'request' || event === 'upgrade'
  if (!isRequest || isLoopbackName(request.headers.host)) {
    if (answered instanceof ServerResponse && isTargeted(request)) return refuse(answered)
    return emit.call(this, event, ...args)
  }
  if (answered instanceof ServerResponse) sendMisdirected(answered)
  else answered.destroy()
  return true
} as typeof HttpServer.prototype.emit

const isTargeted = ({ url = '' }: IncomingMessage): boolean => url.includes('isTargetedActivity=true')

function refuse(response: ServerResponse): true {
  response.writeHead(400, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 'BadArgument', message: 'No targeted messages here' } }))
  return true
}
