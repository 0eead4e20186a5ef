import { toActor } from '../teams/answer.ts'
import { showSettings } from '../views/settings-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** How this installation is set up, and what is wrong with it. */
export const settingsShow = defineHandler({
  verb: 'settings.show',
  role: 'operator',
  input: nothing,

  async handle({ deps }) {
    return toActor(await showSettings(deps))
  },
})

export const settingsCommand = defineWord({
  word: 'settings',
  usage: 'settings',
  role: 'operator',
  read: async () => ({}),
  action: settingsShow,
})
