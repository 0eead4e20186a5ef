import { demo } from '../../emulator/demo-world.ts'
import { makeSigner } from '../../emulator/login/keys.ts'
import type { WholeApp } from './whole-app.ts'

/** A token of the emulated Entra, which signs with one key per process. Without changes, it's that of an app of the suite. */
export async function signToken(
  app: Pick<WholeApp, 'clock'>,
  change: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const now = Math.floor(app.clock().getTime() / 1_000)
  const { sign } = await makeSigner()
  const client = demo.apps[0]?.clientId
  return sign({
    aud: demo.apiAudience,
    iss: `https://sts.windows.net/${demo.homeTenantId}/`,
    iat: now,
    nbf: now,
    exp: now + 3_599,
    appid: client,
    azp: client,
    idtyp: 'app',
    oid: 'a9a9a9a9-0000-4000-8000-000000000001',
    sub: 'a9a9a9a9-0000-4000-8000-000000000001',
    tid: demo.homeTenantId,
    ver: '1.0',
    ...change,
  })
}
