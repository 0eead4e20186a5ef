/** The two files of restify that `createServer` puts together; they have no types of their own. */
declare module 'restify/lib/server.js' {
  import type { Server, ServerOptions } from 'restify'

  const RestifyServer: new (options: ServerOptions) => Server
  export = RestifyServer
}

declare module 'restify/lib/router.js' {
  import type { Router, ServerOptions } from 'restify'

  const RestifyRouter: new (options: ServerOptions) => Router
  export = RestifyRouter
}
