import type { ReadResult } from '#platform/microsoft/facts.ts'
import { readTokenClaims } from '#platform/microsoft/token-claims.ts'
import { type Check, type CheckResult, failed, failedBy, passed, skipped } from './check.ts'

interface Expected {
  audience: string
  clientId: string
  tenantId: string
}

/** The bot gets a token for the channel. */
export const botTokenCheck: Check = {
  id: 'botToken',
  async run(world) {
    const token = await world.botToken()
    const { bot, channel, homeTenantId: tenantId } = world.config
    if (!token || bot.auth === 'off') return skipped('authOff')
    return judge(token, { audience: channel.issuer, clientId: bot.clientId, tenantId })
  },
}

/** The reader gets a token for Graph in the home tenant. */
export const readerTokenCheck: Check = {
  id: 'readerToken',
  async run(world) {
    const { cloud, reader, homeTenantId: tenantId } = world.config
    const expected = { audience: cloud.graphUrl, clientId: reader.clientId, tenantId }
    return judge(await world.readerToken(), expected)
  },
}

function judge(token: ReadResult<string>, expected: Expected): CheckResult {
  if (!token.read) return failedBy(token.outcome)
  const claims = readTokenClaims(token.value)
  const { audience } = expected
  // Microsoft has accepted the credential; that it says so in a form that we can't read takes nothing away.
  if (!claims) return passed({ audience })
  for (const claim of ['audience', 'clientId', 'tenantId'] as const) {
    const found = claims[claim]
    if (found !== undefined && bare(found) !== bare(expected[claim]))
      return failed('tokenForOther', { claim, found, expected: expected[claim] })
  }
  return passed({ audience })
}

const bare = (text: string): string => text.replace(/\/$/, '').toLowerCase()
