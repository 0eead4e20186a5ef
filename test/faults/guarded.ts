import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import type { World } from '../../emulator/world/types.ts'
import { temporaryFile } from '../support/databases.ts'
import { addCertificate, addSecret, type Guard, makeGuard, registrationOf } from '../support/guarded.ts'
import { makeCertificate } from '../support/make-certificate.ts'

/** A new credential of an app, in the three beats in which people bring it in. */
export interface Rotation {
  /** Microsoft knows it beside the old one. */
  announce(): void
  /** The files hold it; of a pair the first one only, until the second call. */
  write(): void
  finish(): void
  /** Microsoft does not take the old one any more. */
  withdraw(): void
}

/** Authentication as when it is live: the bot with a certificate, the reader with a secret, both in files. */
export interface Guarded {
  guard: Guard
  rotate: Record<'bot' | 'reader', () => Rotation>
}

export async function makeGuarded(): Promise<Guarded> {
  const path = await temporaryFile()
  const files = { certificate: `${path}.pem`, key: `${path}.key`, secret: `${path}.secret` }
  const pairs = [makeCertificate('bot'), makeCertificate('bot, renewed')]
  const [first] = pairs
  if (!first) throw new Error('Expected a certificate')
  writeFileSync(files.certificate, first.certificate)
  writeFileSync(files.key, first.key)
  writeFileSync(files.secret, demo.reader.secret)
  let world: World | undefined
  const guard = await makeGuard(
    {
      BOT_CERTIFICATE_FILE: files.certificate,
      BOT_KEY_FILE: files.key,
      READER_SECRET: '',
      READER_SECRET_FILE: files.secret,
    },
    (entra) => {
      world = entra
      addCertificate(entra, demo.bot.clientId, first.certificate)
    },
  )
  onTestFinished(async () => {
    await guard.channel.close()
    for (const file of Object.values(files)) rmSync(file, { force: true })
  })
  const entra = (): World => {
    if (!world) throw new Error('Expected a world')
    return world
  }
  /** What was there before the newest goes. */
  const keepNewest = (clientId: string, kind: 'certificates' | 'secrets'): void => {
    const list = registrationOf(entra(), clientId)[kind]
    list.splice(0, list.length - 1)
  }
  const rotateBot = (): Rotation => {
    pairs.reverse()
    const [next = first] = pairs
    return {
      announce: () => addCertificate(entra(), demo.bot.clientId, next.certificate),
      write: () => writeFileSync(files.certificate, next.certificate),
      finish: () => writeFileSync(files.key, next.key),
      withdraw: () => keepNewest(demo.bot.clientId, 'certificates'),
    }
  }
  const rotateReader = (): Rotation => {
    const next = `reader~${randomBytes(12).toString('base64url')}`
    return {
      announce: () => addSecret(entra(), demo.reader.clientId, next),
      // As an editor saves: the file is empty for a moment.
      write: () => writeFileSync(files.secret, ''),
      finish: () => writeFileSync(files.secret, `${next}\n`),
      withdraw: () => keepNewest(demo.reader.clientId, 'secrets'),
    }
  }
  return { guard, rotate: { bot: rotateBot, reader: rotateReader } }
}
