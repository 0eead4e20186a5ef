import { z } from 'zod'
import { addFault, removeFaults } from '../faults.ts'
import { consentWithoutBrowser } from '../login/consent.ts'
import { signers } from '../login/consent-decision.ts'
import { getRegistration } from '../world/change-registrations.ts'
import { resetWorld } from '../world/reset-world.ts'
import { getTenant } from '../world/tenants.ts'
import { WorldError } from '../world/world-error.ts'
import { type Action, action } from './action.ts'
import { describeFault } from './describe-fault.ts'
import { faultInput, kindsAt, readFault } from './fault-input.ts'
import { faultState } from './fault-state.ts'

const yearMs = 366 * 86_400_000
const signerNames = Object.keys(signers) as (keyof typeof signers)[]

/** Faults, time, settings of the emulator, and consent without a browser. */
export const worldActions: Readonly<Record<string, Action>> = {
  fault: action(faultInput, ({ world }, input) => {
    if (!kindsAt[input.where].includes(input.kind)) {
      throw new WorldError(
        `${input.kind} doesn't apply to ${input.where}: use ${kindsAt[input.where].join(', ')}`,
      )
    }
    const { tenantId, clientId, ...rest } = readFault(input)
    const tenant = tenantId === undefined ? undefined : getTenant(world, tenantId)
    const fault = {
      ...rest,
      ...(tenant ? { tenantId: tenant.id } : {}),
      ...(clientId === undefined ? {} : { clientId: getRegistration(world, clientId).appId }),
    }
    const id = addFault(world, fault)
    const words = describeFault(faultState({ ...fault, id, skip: fault.skip ?? 0, seen: 0 }))
    return { done: `From now on in ${tenant?.displayName ?? 'every tenant'}: ${words}.`, id }
  }),
  'clear-faults': action(
    z.strictObject({
      id: z.string().optional(),
      tenantId: z.string().optional(),
      where: z.enum(Object.keys(kindsAt) as [string, ...string[]]).optional(),
      /** Only those that apply to every tenant. */
      everyTenant: z.literal(true).optional(),
    }),
    ({ world }, input) => {
      const before = world.faults.length
      const tenantId = input.tenantId === undefined ? undefined : getTenant(world, input.tenantId).id
      removeFaults(world, { ...input, ...(tenantId === undefined ? {} : { tenantId }) })
      const removed = before - world.faults.length
      return { done: `${removed} ${removed === 1 ? 'fault was' : 'faults were'} removed.`, removed }
    },
  ),
  clock: action(z.strictObject({ forwardMs: z.int().min(1).max(yearMs) }), ({ world }, { forwardMs }) => {
    world.clock.advance(forwardMs)
    return {
      done: `The clock was moved forward by ${forwardMs / 1000} s.`,
      now: world.clock.now().toISOString(),
    }
  }),
  reset: action(z.strictObject({}), ({ world, desk, devices, log }) => {
    resetWorld(world)
    desk.open.clear()
    devices.waiting.clear()
    devices.refreshable.clear()
    log.clear()
    return { done: 'The world was reset.' }
  }),
  settings: action(
    z.strictObject({
      pageSize: z.int().min(1).max(999).optional(),
      maxPageSize: z.int().min(1).max(999).nullable().optional(),
      missingPrincipalCode: z.union([z.literal(7000229), z.literal(700016)]).optional(),
      rejectReusedAssertions: z.boolean().optional(),
      unitsPer10s: z.int().min(1).nullable().optional(),
      deviceCodeInterval: z.int().min(0).max(60).optional(),
      deviceConsent: z.enum(['ask', 'given']).optional(),
      hiddenReads: z.int().min(0).max(100).optional(),
      usersCanRegister: z.boolean().optional(),
    }),
    ({ world }, input) => {
      const changed = { ...world.settings, ...input }
      const { maxPageSize, unitsPer10s, ...rest } = changed
      world.settings = {
        ...rest,
        ...(maxPageSize == null ? {} : { maxPageSize }),
        ...(unitsPer10s == null ? {} : { unitsPer10s }),
      }
      return { done: 'The settings of the emulator were changed.', settings: world.settings }
    },
  ),
  consent: action(
    z.strictObject({
      link: z.url(),
      decision: z.enum(['accept', 'cancel', 'back']).default('accept'),
      signer: z.enum(signerNames as [string, ...string[]]).default('globalAdministrator'),
    }),
    (exchange, { link, decision, signer }) => {
      const choice = { decision, signer: signer as keyof typeof signers }
      return { done: `Selected ${decision}.`, ...consentWithoutBrowser(exchange, link, choice) }
    },
  ),
}
