import { toActor } from '../teams/actions/answer.ts'
import { showPerson } from '../views/person-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** How the bot identifies the person, and what they may do. */
export const personShow = defineHandler({
  verb: 'person.show',
  role: 'anyone',
  reach: 'ownTenants',
  input: nothing,

  async handle({ actor, deps }) {
    return toActor(await showPerson(deps, actor))
  },
})

export const whoamiCommand = defineWord({
  word: 'whoami',
  said: [
    'who am i',
    'who-am-i',
    'my role',
    'my roles',
    'my rights',
    'my permissions',
    'what is my role',
    'what are my roles',
    'what are my permissions',
    'what am i allowed to do',
    'what can i do',
    'what may i do',
    'me',
  ],
  action: personShow,
})
