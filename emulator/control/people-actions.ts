import { z } from 'zod'
import { decideDevice } from '../login/device-consent.ts'
import { findDevice } from '../login/device-desk.ts'
import { changeUser, setDirectoryRole, setMember } from '../world/change-people.ts'
import { getTenant, readDirectory } from '../world/tenants.ts'
import { WorldError } from '../world/world-error.ts'
import { type Action, action } from './action.ts'

const id = z.guid().toLowerCase()

/** People of the home tenant and their groups. */
export const peopleActions: Readonly<Record<string, Action>> = {
  'set-user': action(
    z.strictObject({
      userId: id,
      userType: z.enum(['Member', 'Guest']).optional(),
      accountEnabled: z.boolean().optional(),
    }),
    ({ world }, { userId, ...change }) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const user = changeUser(world, getTenant(world, world.homeTenantId), userId, given)
      const kind = user.userType === 'Guest' ? 'a guest' : 'a member'
      return {
        done: `${user.displayName} is ${kind}; the account is ${user.accountEnabled ? 'enabled' : 'disabled'}.`,
      }
    },
  ),
  'set-directory-role': action(
    z.strictObject({ userId: id, role: z.string().min(1), holds: z.boolean() }),
    ({ world }, input) => {
      const user = setDirectoryRole(world, getTenant(world, world.homeTenantId), input)
      return { done: `${user.displayName} ${input.holds ? 'is now' : 'is no longer'} ${input.role}.` }
    },
  ),
  /** A person signs in to a device, without a browser. */
  'sign-in-device': action(
    z
      .strictObject({
        userCode: z.string().min(1),
        userId: id.optional(),
        userPrincipalName: z.string().min(1).optional(),
        decision: z.enum(['accept', 'decline']).default('accept'),
      })
      .refine((input) => input.userId !== undefined || input.userPrincipalName !== undefined, {
        error: 'name a person: userId or userPrincipalName',
      }),
    ({ world, devices }, { userCode, userId, userPrincipalName, decision }) => {
      const device = findDevice(devices, userCode, world.clock.nowMs())
      if (!device) throw new WorldError(`no device waits with the code ${userCode}`)
      const home = getTenant(world, world.homeTenantId)
      const user = [...readDirectory(world, home).users.values()].find(
        (one) => one.id === userId || one.userPrincipalName === userPrincipalName,
      )
      if (!user) throw new WorldError(`account ${userId ?? userPrincipalName} not found`)
      const refused = decideDevice(world, device, { tenantId: home.id, userId: user.id }, decision)
      if (refused) throw new WorldError(`AADSTS${refused.code}: ${refused.text}`)
      return { done: `${user.displayName}: ${decision}.` }
    },
  ),
  'set-member': action(
    z.strictObject({ groupId: id, userId: id, member: z.boolean() }),
    ({ world }, input) => {
      const { user, group } = setMember(world, getTenant(world, world.homeTenantId), input)
      return { done: `${user.displayName} is ${input.member ? 'now' : 'no longer'} in ${group.displayName}.` }
    },
  ),
}
