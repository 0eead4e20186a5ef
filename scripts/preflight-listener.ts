import { rulesOf } from '#app/rules.ts'
import { probeAnswer } from '#domain/preflight/probe-answer.ts'
import { addPreflightProbe } from '#edge/http/preflight-probe.ts'
import { closeServer, listen, makeServer } from '#edge/http/server.ts'
import { silentLog } from '#platform/base/log.ts'
import type { Config } from '#platform/config/read-config.ts'

/** Answers on PORT in place of the bot while it doesn't run. Undefined: the port is taken, by the bot or by something else. */
export async function answerProbes(config: Config): Promise<{ close(): Promise<void> } | undefined> {
  const { linkKey } = rulesOf(config)
  const server = makeServer({ log: silentLog })
  addPreflightProbe(server, (nonce) => probeAnswer(linkKey, nonce))
  try {
    await listen(server, config)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined
    throw error
  }
  return { close: () => closeServer(server) }
}
