import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { settingsReader } from '../views/settings-reader.ts'
import { showSettings } from '../views/settings-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** How this installation is set up, and what is wrong with it. */
export const settingsShow = defineHandler({
  verb: 'settings.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ page }),

  async handle({ actor, input, deps }) {
    return toActor(await showSettings(deps, { page: input.page, ...settingsReader(actor) }))
  },
})

export const settingsCommand = defineWord({
  word: 'settings',
  said: ['setting', 'configuration', 'config', 'preferences', 'setup', 'preflight', 'webhooks'],
  action: settingsShow,
})
