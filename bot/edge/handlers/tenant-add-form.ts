import { tenantAddCard } from '../../../cards/tenant-add.ts'
import { toActor } from '../teams/actions/answer.ts'
import { defineHandler } from './define.ts'
import { nothing } from './input.ts'

/** Asks for the domain of a tenant to add. */
export const tenantAddForm = defineHandler({
  verb: 'tenant.addForm',
  role: 'operator',
  reach: 'nothing',
  input: nothing,

  async handle({ deps }) {
    return toActor(tenantAddCard({ now: deps.clock() }))
  },
})
