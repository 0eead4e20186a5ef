import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { showSet } from '../views/set-view.ts'
import { defineHandler } from './define.ts'
import { page, setId } from './input.ts'

/** The permissions of one set and their reasons, for a customer's reviewer. */
export const setShow = defineHandler({
  verb: 'set.show',
  role: 'viewer',
  reach: 'nothing',
  input: z.object({ setId, page }),

  async handle({ input, deps }) {
    return toEveryone(await showSet(deps, input))
  },
})
