import { Server as HttpServer } from 'node:http'
import { Server } from 'node:net'

/**
 * Loaded into a program that knows no option for it: whatever it listens on, it listens on loopback. It also keeps idle
 * connections as long as Teams does; after Node's five seconds a message of the bot could meet a closing one and be lost.
 */
const keptMs = 240_000
const listen = Server.prototype.listen as (...args: unknown[]) => Server
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  if (this instanceof HttpServer) this.keepAliveTimeout = keptMs
  return listen.apply(this, args)
} as typeof Server.prototype.listen
