import { z } from 'zod'

const entry = z.object({ version: z.string().optional(), dev: z.boolean().default(false) })
const lockfile = z.object({ packages: z.record(z.string(), entry) })

/** Folders of packages of which production has the same version elsewhere, too, each with the folder that stands for all. */
export function copiesIn(lock: string): Map<string, string> {
  const { packages } = lockfile.parse(JSON.parse(lock))
  const installed = Object.entries(packages).filter(([folder, { dev }]) => folder !== '' && !dev)
  const byId = Map.groupBy(
    installed,
    ([folder, { version }]) => `${folder.split('node_modules/').at(-1)}@${version}`,
  )
  return new Map(
    [...byId.values()].flatMap((same) => {
      const [first = '', ...others] = same.map(([folder]) => folder).toSorted()
      return others.map((folder) => [folder, first] as const)
    }),
  )
}
