import { z } from 'zod'
import { changeUser, setMember } from '../world/change-people.ts'
import { getTenant } from '../world/tenants.ts'
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
  'set-member': action(
    z.strictObject({ groupId: id, userId: id, member: z.boolean() }),
    ({ world }, input) => {
      const { user, group } = setMember(world, getTenant(world, world.homeTenantId), input)
      return { done: `${user.displayName} is ${input.member ? 'now' : 'no longer'} in ${group.displayName}.` }
    },
  ),
}
