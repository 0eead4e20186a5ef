import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import type { Environment } from '#platform/config/variables.ts'
import { makePackage, packagePath } from '../build-package.ts'
import { type LocalPair, type PairFiles, readPairFiles } from './certificate.ts'
import { readIfThere } from './files.ts'
import { type FoundLocally, linkSecretFile } from './found.ts'
import type { Which } from './marks.ts'

export const environmentFile = '.env'

/** Where setup puts a certificate and its key. */
export const usualPair = (which: Which): PairFiles => ({
  certificateFile: `data/keys/${which}-certificate.pem`,
  keyFile: `data/keys/${which}-key.pem`,
})

/** The path of a file that is named from the folder of the installation. */
export type At = (path: string) => string

/** `.env` as text and as values. @throws ConfigError if it can't be read whole */
export async function readEnvironment(at: At): Promise<{ text: string | undefined; values: Environment }> {
  const text = await readIfThere(at(environmentFile))
  return { text, values: text === undefined ? {} : readEnvironmentFile(at(environmentFile)) }
}

/** What is on this machine. `packageVariables`: those that the Teams package would be made with; undefined: not known yet. */
export async function readLocally(
  at: At,
  packageVariables: Readonly<Record<string, string>> | undefined,
  now: Date,
): Promise<FoundLocally> {
  const { text, values } = await readEnvironment(at)
  const pairOf = (which: Which) => readPairOf(at, which, values, now)
  return {
    environmentText: text,
    environment: values,
    pairs: { bot: await pairOf('bot'), reader: await pairOf('reader') },
    hasLinkSecret: existsSync(at(linkSecretFile)),
    isPackaged: packageVariables !== undefined && (await isPackaged(at(packagePath), packageVariables)),
  }
}

/** The files that `.env` names, else those that setup makes. */
async function readPairOf(at: At, which: Which, values: Environment, now: Date): Promise<LocalPair> {
  const usual = usualPair(which)
  const prefix = which.toUpperCase()
  const files = {
    certificateFile: values[`${prefix}_CERTIFICATE_FILE`]?.trim() || usual.certificateFile,
    keyFile: values[`${prefix}_KEY_FILE`]?.trim() || usual.keyFile,
  }
  const isOurs = files.certificateFile === usual.certificateFile && files.keyFile === usual.keyFile
  return { ...(await readPairFiles(absolute(at, files), now)), ...files, isOurs }
}

export const absolute = (at: At, { certificateFile, keyFile }: PairFiles): PairFiles => ({
  certificateFile: at(certificateFile),
  keyFile: at(keyFile),
})

async function isPackaged(
  path: string,
  packageVariables: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (!existsSync(path)) return false
  const [made, wanted] = [await readFile(path), await makePackage(packageVariables)]
  return Buffer.compare(made, wanted) === 0
}
