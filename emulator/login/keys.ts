import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'

/** The claims of a token that the emulator uses. */
export interface TokenClaims {
  aud: string
  tid: string
  appid: string
  oid: string
  /** Of an app. */
  roles?: string[]
  /** Of a person: the delegated permissions, separated by blanks. */
  scp?: string
  iat: number
  exp: number
}

export interface Signer {
  jwks: { keys: JWK[] }
  sign(claims: Record<string, unknown>): Promise<string>
  /** Claims of a token issued here, `undefined` for any other text. Does not check the time. */
  read(token: string): Promise<TokenClaims | undefined>
}

const remembered = 20_000

/** Generated once per process: a key costs 100 ms or more, and tests start many emulators. */
let ownKeys: ReturnType<typeof generateKeyPair> | undefined

/** Signs with an RSA key of this process. Tokens it made or checked once are remembered, so that a batch costs no signature check. */
export async function makeSigner(): Promise<Signer> {
  ownKeys ??= generateKeyPair('RS256', { extractable: true })
  const { publicKey, privateKey } = await ownKeys
  const jwk = await exportJWK(publicKey)
  const kid = (jwk.n ?? '').slice(0, 27)
  const known = new Map<string, TokenClaims>()
  const remember = (token: string, claims: TokenClaims): void => {
    if (known.size > remembered) known.clear()
    known.set(token, claims)
  }
  return {
    jwks: { keys: [{ ...jwk, kid, x5t: kid, use: 'sig', alg: 'RS256' }] },
    sign: async (claims) => {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t: kid })
        .sign(privateKey)
      remember(token, claims as unknown as TokenClaims)
      return token
    },
    read: async (token) => {
      const claims = known.get(token)
      if (claims) return claims
      const checked = await jwtVerify(token, publicKey, {
        currentDate: new Date(0),
        clockTolerance: 1e12,
      }).catch(() => undefined)
      if (!checked) return undefined
      remember(token, checked.payload as unknown as TokenClaims)
      return checked.payload as unknown as TokenClaims
    },
  }
}
