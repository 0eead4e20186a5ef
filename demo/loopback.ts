import { Server } from 'node:net'

/** Loaded into a program that knows no option for its address: whatever it listens on, it listens on loopback. */
const listen = Server.prototype.listen as (...args: unknown[]) => Server
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  return listen.apply(this, args)
} as typeof Server.prototype.listen
