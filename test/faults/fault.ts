import { addFault, type FaultInput } from '../../emulator/faults.ts'
import type { Trouble } from '../support/fake-connector.ts'
import { type ActName, acts, type Scene } from './stage.ts'

/** One fault of the table: what happens, where it is put in, and what must hold beside the oracles. */
export interface Fault {
  id: string
  what: string
  /** At least three places; each is run with every seed. */
  points: Readonly<Record<string, (scene: Scene) => Promise<void>>>
  /** What the channel may be answered; 200 unless told. */
  statuses?: readonly number[]
  /** Tried with authentication on, and credentials that can be changed. */
  isGuarded?: true
}

export type EffectOf = (scene: Scene) => FaultInput['effect']

/** Strikes at Microsoft while people act: some requests go through first, so that each seed hits another moment. */
export const atMicrosoft =
  (where: FaultInput['where'], effect: EffectOf, act: ActName, path?: string) =>
  async (scene: Scene): Promise<void> => {
    const { chance, app } = scene
    const times = chance.pick([1, 2, 5, 100])
    addFault(app.emulator.world, {
      where,
      effect: effect(scene),
      skip: chance.number(3),
      times,
      ...(path && { path }),
    })
    await acts[act](scene)
  }

/** Strikes at the channel. */
export const atChannel =
  (trouble: (scene: Scene) => Trouble, act: ActName) =>
  async (scene: Scene): Promise<void> => {
    scene.app.teams.connector.fail(trouble(scene), scene.chance.pick([1, 2, 4]))
    await acts[act](scene)
  }
