import { Server as HttpServer } from 'node:http'
import { Server } from 'node:net'

/**
 * Loaded into a program that has no option for it: every server listens on loopback only. It also keeps idle connections
 * as long as Teams does. With Node's five seconds, a message of the bot could hit a closing connection and be lost.
 */
const keptMs = 240_000
const listen = Server.prototype.listen as (...args: unknown[]) => Server
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  if (this instanceof HttpServer) this.keepAliveTimeout = keptMs
  return listen.apply(this, args)
} as typeof Server.prototype.listen
