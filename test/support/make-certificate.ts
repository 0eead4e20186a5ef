import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto'

interface Kind {
  startsAt?: Date
  /** `EC`: the curve P-256. Default: RSA with 2,048 bits. */
  key?: 'EC' | { bits: number }
}

/** One key for each name and kind in a worker: making one takes longer than most tests. */
const pairs = new Map<string, KeyPairKeyObjectResult>()

function pairOf(name: string, key: NonNullable<Kind['key']>): KeyPairKeyObjectResult {
  const id = JSON.stringify([name, key])
  const made =
    pairs.get(id) ??
    (key === 'EC'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: key.bits }))
  pairs.set(id, made)
  return made
}

/** A self-signed certificate and its key as PEM, without openssl: only the DER that X.509 needs. */
export function makeCertificate(
  name: string,
  endsAt = new Date('2099-12-31'),
  { startsAt = new Date('2020-01-01'), key = { bits: 2048 } }: Kind = {},
): { certificate: string; key: string } {
  const { publicKey, privateKey } = pairOf(name, key)
  const algorithm =
    key === 'EC'
      ? der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
      : der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
  const commonName = der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))
  const who = der(0x30, der(0x31, commonName))
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    who,
    der(0x30, time(startsAt), time(endsAt)),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature))
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** GeneralizedTime: valid beyond 2049. */
const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
